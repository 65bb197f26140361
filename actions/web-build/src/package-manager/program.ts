import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { info, runProcess, UserError } from '@data-profiler-actions/action-kit';
import { millisecondsLeft, toolEnvironment, type CommandContext } from '../command-context.ts';
import { fetchManager } from './fetch-manager.ts';
import type { Flavour, Manager } from './manager.ts';
import { writeShim } from './shim.ts';

/** A package manager that can be started: by name, with a folder put before the others on PATH where it is not there already. */
export interface Program {
  readonly command: string;
  /** Absolute; empty where PATH is fine as it is. */
  readonly folder: string;
}

/** The last of Yarn 1, which will see no other: what a lock file of it means where nothing is pinned. */
const lastClassic = '1.22.22';

const setUpSteps: Readonly<Record<Flavour, string>> = {
  npm: 'actions/setup-node',
  pnpm: 'pnpm/action-setup',
  'yarn-classic': 'corepack enable',
  'yarn-berry': 'corepack enable',
  bun: 'oven-sh/setup-bun',
};

/** The runner's own program where it is the one that is meant, else the project's, else the pinned version, fetched as npx would. */
export async function findProgram(manager: Manager, context: CommandContext): Promise<Program> {
  const { name, flavour } = manager;
  const own = flavour === 'yarn-berry' ? yarnPath(manager, context.directory) : undefined;
  if (own !== undefined) return { command: name, folder: writeShim(join(context.temp, 'web-build-yarn'), name, own) };
  const version = isOnPath(name) ? await versionOnPath(manager, context) : '';
  if (version !== '' && fits(manager, version)) return { command: name, folder: '' };
  const wanted = manager.version || (flavour === 'yarn-classic' ? lastClassic : '');
  if (wanted === '' || name === 'npm') throw absent(manager, version);
  const folder = await fetchManager({ ...manager, version: wanted }, context);
  info(`Fetched ${name} ${wanted}, since this runner has ${version === '' ? 'none' : `version ${version}`}.`);
  return { command: name, folder };
}

const isOnPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)));

/** Empty where the program does not answer: a shim of corepack without a network, or a Yarn 1 that refuses another version's project. */
async function versionOnPath({ name }: Manager, context: CommandContext): Promise<string> {
  const told = await runProcess({
    command: name,
    args: ['--version'],
    cwd: context.directory,
    env: toolEnvironment(context),
    timeoutMs: Math.min(60_000, millisecondsLeft(context)),
    signal: context.signal,
  });
  return told.exitCode === 0 ? (/\d+\.\d+\.\d+\S*/.exec(told.stdout)?.[0] ?? '') : '';
}

/** A range is left to the manager, which checks it itself. npm comes with Node and works with any of its lock files. */
export function fits({ flavour, version: pinned }: Manager, version: string): boolean {
  if (flavour === 'yarn-berry' && version.startsWith('1.')) return false;
  if (flavour === 'yarn-classic' && !version.startsWith('1.')) return false;
  if (flavour === 'npm' || !/^\d+(\.\d+){0,2}(-\S+)?$/.test(pinned)) return true;
  return version === pinned || version.startsWith(`${pinned}.`);
}

/** The Yarn that a project brings along: `yarnPath` of the nearest .yarnrc.yml (yarnpkg.com/configuration/yarnrc). */
function yarnPath({ lockFile }: Manager, directory: string): string | undefined {
  for (const folder of [directory, dirname(lockFile)]) {
    const settings = join(folder, '.yarnrc.yml');
    const path = existsSync(settings) && /^yarnPath:\s*["']?([^"'\n]+?)["']?\s*$/m.exec(readFileSync(settings, 'utf8'));
    if (path && existsSync(resolve(folder, path[1] ?? ''))) return resolve(folder, path[1] ?? '');
  }
  return undefined;
}

function absent({ name, flavour, because }: Manager, version: string): UserError {
  const label = flavour === 'yarn-berry' ? 'Yarn 2 or later' : name;
  const has = version === '' ? 'which is not on this runner' : `but this runner has ${name} ${version}`;
  const pin = name === 'npm' ? '' : ` Or pin one, such as "packageManager": "${name}@…", and it is fetched.`;
  return new UserError(
    `The project uses ${label} (${because}), ${has}.`,
    `Set it up in a step before this one: ${setUpSteps[flavour]}.${pin}`,
  );
}
