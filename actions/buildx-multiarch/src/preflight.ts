import { info, messageOf, mistakesError, type Mistake } from '@data-profiler-actions/action-kit';
import { RegistryError, type RegistryClient } from '@data-profiler-actions/oci';
import { normalPlatform } from './builder/builder-inspection.ts';
import type { Inputs } from './inputs.ts';
import type { Job } from './job.ts';

/** Proves in seconds what would else fail after the build; all mistakes come in one error. `buildable` are the builder's platforms. */
export async function preflight(job: Job, buildable: readonly string[] | undefined): Promise<void> {
  const mistakes = [
    ...job.mistakes,
    ...(buildable === undefined ? [] : platformMistakes(job.inputs.platforms, buildable)),
    ...exchangeMistakes(job.inputs, job.decision.push, process.env),
    ...(job.decision.push ? await writeMistakes(job.client, job.image.repository, job.image.registry) : []),
  ];
  if (mistakes.length > 0) throw mistakesError(mistakes);
  info(`Preflight passed: ${job.name}${job.decision.push ? ' is writable' : ''}.`);
}

export function platformMistakes(wanted: readonly string[], buildable: readonly string[]): Mistake[] {
  return wanted
    .filter((platform) => !buildable.includes(normalPlatform(platform)))
    .map((platform) => ({
      input: 'platforms',
      problem: `holds ${platform}, which the builder cannot build (it offers ${buildable.join(', ')}); register emulation for it (QEMU through binfmt_misc), or build it on a runner of that architecture with mode build`,
    }));
}

/** Handing on through artifacts needs the run's artifact service, which JavaScript actions get and `run:` steps don't. */
export function exchangeMistakes(
  { mode, exchange, digests }: Pick<Inputs, 'mode' | 'exchange' | 'digests'>,
  push: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Mistake[] {
  const needed = push && exchange === 'artifact' && (mode === 'build' || (mode === 'merge' && digests.length === 0));
  if (!needed || (env['ACTIONS_RESULTS_URL'] && env['ACTIONS_RUNTIME_TOKEN'])) return [];
  const problem =
    'is artifact, but this run has no artifact service (ACTIONS_RESULTS_URL, ACTIONS_RUNTIME_TOKEN); set it to none and hand the digest output of each build to `digests` of the merge';
  return [{ input: 'exchange', problem }];
}

async function writeMistakes(client: RegistryClient, repository: string, registry: string): Promise<Mistake[]> {
  try {
    await client.probeWrite(repository);
    return [];
  } catch (error) {
    if (error instanceof RegistryError)
      return [{ input: 'credentials', problem: `do not let this run push: ${refused(error, registry)}` }];
    return [
      { input: 'image', problem: `names the registry ${registry}, which cannot be reached (${messageOf(error)})` },
    ];
  }
}

function refused(error: RegistryError, registry: string): string {
  if (error.status === 401)
    return `${error.message}; no login for ${registry} was accepted. Give one as "host user password"`;
  if (error.status === 403)
    return `${error.message}; the login is known but may not write. Either the job lacks "permissions: packages: write", or the package does not grant this repository write access in its settings`;
  return error.message;
}
