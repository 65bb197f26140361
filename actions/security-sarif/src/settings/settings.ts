import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ScannerName } from '../scanners/scanner.ts';
import { blobHash, type BaseFiles } from './base-files.ts';
import { choose, settingsFiles, type SettingsName } from './settings-files.ts';

/** The settings in force: for each file that counts, the absolute path of the copy to use. */
export interface Settings {
  readonly files: ReadonlyMap<SettingsName, string>;
  /** Semgrep's rules: a path (absolute) or a name of its registry. Empty where they are the pull request's own and the project's cannot be read. */
  readonly semgrepRules: string;
  /** For people: what of the pull request is not followed. */
  readonly notices: readonly string[];
}

export interface SettingsRequest {
  /** Absolute. */
  readonly folder: string;
  /** Empty or ending in `/`: from the repository to `folder`. */
  readonly prefix: string;
  readonly semgrepConfig: string;
  /** Those that run: the files of others are of no interest. */
  readonly scanners: readonly ScannerName[];
  /** Absolute; where copies go. */
  readonly scratch: string;
}

const largest = 2 ** 20;

/** A trusted run follows its own files. */
export function ownSettings({ folder, semgrepConfig }: SettingsRequest): Settings {
  const there = settingsFiles.filter(({ name }) => contentOf(join(folder, name)) !== undefined);
  const rules = join(folder, semgrepConfig);
  return {
    files: new Map(there.map(({ name }) => [name, join(folder, name)])),
    semgrepRules: existsSync(rules) ? rules : semgrepConfig,
    notices: [],
  };
}

/** A run of a stranger's pull request follows the files of the commit it wants to change; without that commit, none. */
export async function baseSettings(request: SettingsRequest, base: BaseFiles | undefined): Promise<Settings> {
  const { folder, prefix } = request;
  const hashes = await base?.list(prefix.replace(/\/$/, '')).catch(() => undefined);
  const files = new Map<SettingsName, string>();
  const notices: string[] = [];
  for (const { name, scanner } of settingsFiles) {
    if (!request.scanners.includes(scanner)) continue;
    const content = contentOf(join(folder, name));
    const here = content === undefined ? '' : blobHash(content);
    const choice = choose({ here, base: hashes === undefined ? 'unknown' : (hashes.get(name) ?? '') });
    if (choice === 'as it is') files.set(name, join(folder, name));
    if (choice === 'of the base') files.set(name, await copyOf(prefix + name, request, base));
    if (choice !== 'as it is' && here !== (hashes?.get(name) ?? ''))
      notices.push(`${prefix}${name} of this pull request is not followed by ${scanner}: ${reasons[choice]}`);
  }
  const rules = request.scanners.includes('semgrep') ? await baseRules(request, base) : { path: '', notices: [] };
  return { files, semgrepRules: rules.path, notices: [...notices, ...rules.notices] };
}

const reasons = {
  'of the base': 'the base branch’s is',
  none: 'the base branch has none, or it cannot be read',
} as const;

async function baseRules(
  { folder, prefix, semgrepConfig, scratch }: SettingsRequest,
  base: BaseFiles | undefined,
): Promise<{ path: string; notices: string[] }> {
  const path = prefix + semgrepConfig;
  const named = (await base?.below(path).catch(() => [])) ?? [];
  if (named.length === 0) {
    const isLocal = existsSync(join(folder, semgrepConfig));
    return { path: isLocal ? '' : semgrepConfig, notices: [] };
  }
  for (const file of named) await copyOf(file, { scratch }, base);
  return { path: join(scratch, 'base', path), notices: [`Semgrep’s rules are those of the base branch (${path})`] };
}

/** Copies a file of the base commit to the scratch, under its own path. */
async function copyOf(
  path: string,
  { scratch }: Pick<SettingsRequest, 'scratch'>,
  base: BaseFiles | undefined,
): Promise<string> {
  const target = join(scratch, 'base', path);
  const content = await base?.read(path);
  if (content === undefined) throw new Error(`${path} of the base branch cannot be read`);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  return target;
}

/** A file's content; undefined where there is no plain file of a sensible size. A link can lead anywhere. */
function contentOf(file: string): Buffer | undefined {
  const state = lstatSync(file, { throwIfNoEntry: false });
  return state?.isFile() === true && state.size <= largest ? readFileSync(file) : undefined;
}
