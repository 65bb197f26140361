import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runProcess, UserError } from '@data-profiler-actions/action-kit';
import { millisecondsLeft, toolEnvironment, type CommandContext } from '../command-context.ts';
import { explainInstall } from './explain-install.ts';
import type { Flavour, Manager } from './manager.ts';

/** The npm package of each, as corepack takes them from a registry (nodejs/corepack, config.json). */
const packages: Readonly<Record<Flavour, string>> = {
  npm: 'npm',
  pnpm: 'pnpm',
  'yarn-classic': 'yarn',
  'yarn-berry': '@yarnpkg/cli-dist',
  bun: 'bun',
};

/**
 * Installs the pinned version of a package manager into the job's scratch folder with npm, by the project's own registry settings, and gives the
 * folder of its program. Where package.json pins a hash, what was fetched must have it.
 */
export async function fetchManager(manager: Manager, context: CommandContext): Promise<string> {
  const { flavour, version, hash } = manager;
  const folder = mkdtempSync(join(context.temp, `web-build-${flavour}-`));
  copySettings(manager, context.directory, folder);
  let spec = `${packages[flavour]}@${version}`;
  if (hash !== '' && flavour !== 'yarn-berry') {
    await npm(manager, context, folder, ['pack', spec, '--pack-destination', folder]);
    spec = join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '');
    checkHash(manager, spec);
  }
  // pnpm 12 and bun put their program in place with an install script.
  await npm(manager, context, folder, [
    'install',
    '--prefix',
    folder,
    '--ignore-scripts=false',
    '--no-audit',
    '--no-fund',
    spec,
  ]);
  const modules = join(folder, 'node_modules');
  if (hash !== '' && flavour === 'yarn-berry') checkHash(manager, join(modules, packages[flavour], 'bin', 'yarn.js'));
  return join(modules, '.bin');
}

/** The registry and its credentials, where the project keeps them. */
function copySettings({ lockFile }: Manager, directory: string, folder: string): void {
  const settings = [directory, dirname(lockFile)]
    .map((place) => join(place, '.npmrc'))
    .find((file) => existsSync(file));
  if (settings !== undefined) copyFileSync(settings, join(folder, '.npmrc'));
}

async function npm(
  { name, version, because }: Manager,
  context: CommandContext,
  cwd: string,
  args: readonly string[],
): Promise<void> {
  const result = await runProcess({
    command: 'npm',
    args: [...args, '--loglevel=error'],
    cwd,
    env: toolEnvironment(context),
    timeoutMs: millisecondsLeft(context),
    signal: context.signal,
  });
  if (result.outcome === 'exited' && result.exitCode === 0) return;
  const why = explainInstall(result.output || result.reason, 'npm').text || result.output.trim().split('\n')[0];
  throw new UserError(
    `This runner does not have ${name} ${version} (${because}), and npm could not fetch it: ${why}`,
    `Set ${name} up in a step before this one.`,
  );
}

function checkHash({ name, version, hash }: Manager, file: string): void {
  const [algorithm = '', expected = ''] = hash.split('.');
  const actual = createHash(algorithm).update(readFileSync(file)).digest('hex');
  if (actual === expected.toLowerCase()) return;
  throw new UserError(
    `The ${name} ${version} that the registry gave does not have the hash in package.json (${algorithm} ${expected.slice(0, 16)}…; got ${actual.slice(0, 16)}…).`,
    'Do not trust it before you know why: run corepack use again, or correct packageManager.',
  );
}
