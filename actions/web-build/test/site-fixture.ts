import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Expectation } from '../src/checks/validate.ts';
import { validate } from '../src/checks/validate.ts';
import type { Finding } from '../src/checks/finding.ts';

/** Writes files into a fresh folder; an index.html is there unless given. */
export function folder(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'web-build-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return directory;
}

const nothing: Expectation = { base: '/', budgets: [], secrets: [] };

export async function findingsIn(
  files: Readonly<Record<string, string>>,
  expected: Partial<Expectation> = {},
): Promise<readonly Finding[]> {
  const directory = folder({ 'index.html': '<!doctype html><title>x</title>', ...files });
  return (await validate(directory, { ...nothing, ...expected })).findings;
}

export async function idsIn(
  files: Readonly<Record<string, string>>,
  expected: Partial<Expectation> = {},
): Promise<string[]> {
  return (await findingsIn(files, expected)).map(({ id }) => id);
}
