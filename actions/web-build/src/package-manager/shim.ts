import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a program `name` into `folder` that starts a script with the Node on PATH. Gives the folder. */
export function writeShim(folder: string, name: string, script: string): string {
  mkdirSync(folder, { recursive: true });
  const quoted = script.replaceAll("'", String.raw`'\''`);
  writeFileSync(join(folder, name), `#!/bin/sh\nexec node '${quoted}' "$@"\n`, { mode: 0o755 });
  return folder;
}
