import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isInside, UserError } from '@data-profiler-actions/action-kit';

/** The largest lock files have a few megabytes. */
const largest = 64 * 2 ** 20;

/** Reads a file of the repository. A link may lead anywhere within it; one that leads out would put what is there into logs and alerts. */
export function readContained(folder: string, file: string, workspace: string): string {
  const path = join(folder, file);
  if (!isInside(path, workspace))
    throw new UserError(
      `${file} is a link that leads out of the workspace.`,
      'Put the file itself there, or name others in the input requirements.',
    );
  const { size } = statSync(path);
  if (size > largest)
    throw new UserError(
      `${file} is ${(size / 1e6).toFixed(0)} MB large.`,
      `At most ${largest / 2 ** 20} MiB of a file of dependencies are read.`,
    );
  return decoded(readFileSync(path));
}

/** As pip reads it: PowerShell's `pip freeze > requirements.txt` is UTF-16, which only its first two bytes tell. */
function decoded(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = { fffe: 'utf-16le', feff: 'utf-16be' }[mark] ?? 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
