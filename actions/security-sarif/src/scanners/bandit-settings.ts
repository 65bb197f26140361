import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, objectOf, UserError } from '@data-profiler-actions/action-kit';
import { parse, TomlError } from 'smol-toml';
import type { Settings } from '../settings/settings.ts';

const excludedFolders = ['.git', '.venv', 'venv', 'node_modules', '.tox', '__pycache__', 'site-packages'];

export interface BanditSettings {
  readonly flags: readonly string[];
  /** For `-x`, which hides the `exclude` of the .bandit file. */
  readonly excluded: string;
}

/** Bandit would look for .bandit files in all its targets: naming one, be it empty, keeps it from that. */
export function banditSettings({ files }: Settings, scratch: string): BanditSettings {
  const ini = files.get('.bandit');
  const text = ini === undefined ? '[bandit]\n' : readFileSync(ini, 'utf8');
  const named = /^\s*exclude\s*[=:]\s*(.+)$/m.exec(text)?.[1] ?? '';
  const followed = join(scratch, 'bandit.ini');
  writeFileSync(followed, text);
  const own = excludedFolders.map((folder) => `*/${folder}/*`);
  return {
    flags: ['--ini', followed, ...tableFlags(files.get('pyproject.toml'), scratch)],
    excluded: [...own, ...named.split(',').map((one) => one.trim())].filter((one) => one !== '').join(','),
  };
}

/** The table [tool.bandit] of pyproject.toml, written as YAML, which JSON is: Bandit reads TOML only from Python 3.11 on. */
function tableFlags(pyproject: string | undefined, scratch: string): string[] {
  if (pyproject === undefined) return [];
  const table = objectOf(objectOf(parsed(readFileSync(pyproject, 'utf8'))['tool'])['bandit']);
  if (Object.keys(table).length === 0) return [];
  const file = join(scratch, 'bandit.yaml');
  writeFileSync(file, JSON.stringify(table));
  return ['-c', file];
}

/** Settings that nobody can read may be any: a scan by others would prove nothing. */
function parsed(text: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (thrown) {
    const [what = ''] = messageOf(thrown).split('\n');
    const line = thrown instanceof TomlError ? `, line ${thrown.line}` : '';
    throw new UserError(`pyproject.toml, where Bandit's settings would stand, cannot be read: ${what}${line}`);
  }
}
