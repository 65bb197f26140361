import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { info, UserError } from '@data-profiler-actions/action-kit';
import { isLoopback } from '@data-profiler-actions/oci';
import { readInspection, type Inspection } from './builder-inspection.ts';
import { callBuildx, type Buildx } from './buildx.ts';

/** A builder ready for work; `release` removes what was created for this step, and nothing else. */
export interface Builder extends Inspection {
  readonly buildx: Buildx;
  /** Made for this step: it keeps no layers for the next. */
  readonly passing: boolean;
  release(): Promise<void>;
}

/** The builder asked for, else the current one if it can push by digest, else one of our own. */
export async function useBuilder(buildx: Buildx, asked: string, registry: string, temp: string): Promise<Builder> {
  const name = asked || process.env['BUILDX_BUILDER'] || '';
  const found = await startBuilder(buildx, name);
  if (typeof found !== 'string' && found.driver !== 'docker')
    return { ...found, buildx, passing: false, release: () => Promise.resolve() };
  if (name !== '') {
    const why = typeof found === 'string' ? found : 'its driver "docker" cannot push by digest';
    throw new UserError(
      `The builder "${name}" cannot be used: ${why}`,
      'Name a builder of driver docker-container, kubernetes or remote, or leave `builder` out.',
    );
  }
  return createBuilder(buildx, registry, temp);
}

/** What a builder says of itself once it is started, or why it cannot be. The current one goes by an empty name. */
export async function startBuilder(buildx: Buildx, name: string): Promise<Inspection | string> {
  const found = await ask(buildx, ['inspect', '--bootstrap', ...named(name)]);
  if (typeof found === 'string' || answers(found) || found.driver === 'docker') return found;
  return `it does not answer (${found.error || 'no platforms'})`;
}

/** The same of a builder as it is, whether it works or not; nothing is started. */
export function inspect(buildx: Buildx, name: string): Promise<Inspection | string> {
  return ask(buildx, ['inspect', ...named(name)]);
}

const named = (name: string): string[] => (name === '' ? [] : [name]);

async function ask(buildx: Buildx, command: readonly string[]): Promise<Inspection | string> {
  const result = await callBuildx(buildx, command);
  const found = result.outcome === 'exited' && result.exitCode === 0;
  return found ? readInspection(result.stdout) : result.output.trim() || result.reason;
}

/** Only a builder that runs tells what it builds. */
export function answers({ platforms }: Inspection): boolean {
  return platforms.length > 0;
}

/** A docker-container builder in a buildx configuration of its own, so that the user's is not touched. */
async function createBuilder(buildx: Buildx, registry: string, temp: string): Promise<Builder> {
  const name = builderName();
  const home = join(temp, name);
  mkdirSync(home, { recursive: true });
  const own = inHome(buildx, home);
  const release = async (): Promise<void> => {
    await callBuildx({ ...own, signal: new AbortController().signal }, ['rm', '--force', name]);
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };
  const driver = ['--driver', 'docker-container', '--use', ...loopbackOptions(registry, home)];
  const created = await callBuildx(own, ['create', '--name', name, ...driver]);
  const found = created.exitCode === 0 ? await startBuilder(own, name) : created.output.trim();
  if (typeof found === 'string') {
    await release();
    throw new UserError(
      `No builder could be started: ${found}`,
      'Start Docker, give the platforms to `nodes`, or name a running builder with `builder` or BUILDX_BUILDER.',
    );
  }
  info(`Created the builder ${name}; it is removed when the step ends.`);
  return { ...found, buildx: own, passing: true, release };
}

export function builderName(): string {
  return `data-profiler-${randomBytes(4).toString('hex')}`;
}

export function inHome(buildx: Buildx, home: string): Buildx {
  return { ...buildx, env: { ...buildx.env, BUILDX_CONFIG: home } };
}

/** A builder in a container reaches a registry on loopback only over the host's network, and in plain HTTP only when told. */
function loopbackOptions(registry: string, home: string): string[] {
  if (!isLoopback(registry)) return [];
  const config = join(home, 'buildkitd.toml');
  writeFileSync(config, `[registry."${registry}"]\n  http = true\n`);
  return ['--driver-opt', 'network=host', '--buildkitd-config', config];
}
