import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { ScannerName } from '../src/scanners/scanner.ts';
import { obtainTool } from '../src/tools/obtain-tool.ts';
import { findPython } from '../src/tools/python.ts';
import { toolCache } from './run-action.ts';

/** The real scanner's program, as the action installs it. */
export async function realProgram(scanner: ScannerName): Promise<string> {
  const { signal } = new AbortController();
  const temp = mkdtempSync(join(tmpdir(), 'real-program-'));
  const obtained = await obtainTool(scanner, {
    policy: 'pinned',
    home: join(toolCache, 'security-sarif'),
    workspace: temp,
    temp,
    interpreter: await findPython(signal),
    untrusted: '',
    timeoutMs: 600_000,
    signal,
  });
  if (!obtained.ok) throw new Error(obtained.reason);
  return obtained.tool.program;
}

/**
 * A PATH whose first program of that name does what `script` says, in a shell that knows REAL, the real scanner, and REPORT, the file it was told to
 * write. Asked for its version, it answers as the real one does.
 */
export async function pathWithTool(scanner: ScannerName, script: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'lying-tool-'));
  const file = join(folder, scanner);
  const lines = [
    '#!/bin/sh',
    `REAL='${await realProgram(scanner)}'`,
    'if [ "$1" = --version ]; then exec "$REAL" --version; fi',
    'for each in "$@"; do',
    '  case "$before" in -o|--save-json|--json-output) REPORT=$each ;; esac',
    '  before=$each',
    'done',
    script,
    '',
  ];
  writeFileSync(file, lines.join('\n'));
  chmodSync(file, 0o755);
  return [folder, process.env['PATH']].join(delimiter);
}
