import { info, mistakesError, UserError, type Mistake } from '@data-profiler-actions/action-kit';
import type { Job } from '../job.ts';
import { preflight } from '../preflight.ts';
import { frontendMistakes } from '../registry/frontend-access.ts';
import { answers, inspect, useBuilder, type Builder } from './builder.ts';
import { isEmulated, isPlatform, type Inspection } from './builder-inspection.ts';
import { findBuildx, type Buildx } from './buildx.ts';
import { withEmulation } from './emulation.ts';
import { legsOf, type Leg } from './legs.ts';
import { openNodes, type RemoteNodes } from './remote-nodes.ts';

/** Where the platforms are built. */
export interface Builders {
  readonly legs: readonly Leg[];
  release(): Promise<void>;
}

/** Finds everything wrong first; only then a builder is started, or made. */
export async function openBuilders(job: Job): Promise<Builders> {
  const buildx = await findBuildx(job.docker.env, job.signal);
  if (buildx === undefined) return withoutBuildx(job);
  const nodes = await openNodes(buildx, job.nodes, job.event.temp);
  const rest = job.inputs.platforms.filter((platform) => !job.nodes.some((node) => node.platform === platform));
  try {
    const present = rest.length === 0 ? undefined : await presentBuilder(buildx, job);
    const running = present?.driver === 'remote' && answers(present) ? ready(present, buildx) : undefined;
    const isMade = rest.length > 0 && present === undefined;
    await preflight(job, [
      ...nodes.mistakes,
      ...(running ? unbuildable(rest, running.platforms) : []),
      ...(isMade ? await frontendMistakes(job) : []),
    ]);
    const local = rest.length === 0 ? undefined : (running ?? (await openLocal(buildx, job, rest)));
    return together(job, nodes, local);
  } catch (error) {
    nodes.release();
    throw error;
  }
}

/** Mistakes in the inputs are told first, even here. */
async function withoutBuildx(job: Job): Promise<never> {
  await preflight(job, []);
  throw new UserError(
    'Neither "buildx" nor "docker buildx" works on this machine.',
    'Install Docker with its buildx plugin, or put the standalone buildx on PATH.',
  );
}

function together(job: Job, nodes: RemoteNodes, local: Builder | undefined): Builders {
  const legs = legsOf(job.inputs.platforms, nodes.builders, local);
  tellEmulation(legs);
  const release = async (): Promise<void> => {
    nodes.release();
    await local?.release();
  };
  return { legs, release };
}

/** The builder that will be used, as far as it tells of itself without being touched; undefined where one has to be made. */
async function presentBuilder(buildx: Buildx, { inputs }: Job): Promise<Inspection | undefined> {
  const found = await inspect(buildx, inputs.builder || process.env['BUILDX_BUILDER'] || '');
  return typeof found === 'string' || found.driver === 'docker' ? undefined : found;
}

/** A remote builder that answers needs no start. */
function ready(found: Inspection, buildx: Buildx): Builder {
  return { ...found, buildx, passing: false, release: () => Promise.resolve() };
}

async function openLocal(
  buildx: Buildx,
  { inputs, image, event }: Job,
  platforms: readonly string[],
): Promise<Builder> {
  const found = await useBuilder(buildx, inputs.builder, image.registry, event.temp);
  try {
    const builder = await withEmulation(found, platforms);
    const mistakes = unbuildable(platforms, builder.platforms);
    if (mistakes.length > 0) throw mistakesError(mistakes);
    return builder;
  } catch (error) {
    await found.release();
    throw error;
  }
}

export function unbuildable(wanted: readonly string[], buildable: readonly string[]): Mistake[] {
  return wanted
    .filter((platform) => isPlatform(platform) && !buildable.includes(platform))
    .map((platform) => ({
      input: 'platforms',
      problem: `holds ${platform}, which the builder cannot build (it offers ${buildable.join(', ')}); register emulation for it (QEMU through binfmt_misc), give it to a machine of that architecture with \`nodes\`, or build it on such a runner with mode build`,
    }));
}

function tellEmulation(legs: readonly Leg[]): void {
  const emulated = legs.flatMap(({ builder, platforms }) =>
    platforms.filter((platform) => isEmulated(platform, builder.nodes)),
  );
  if (emulated.length > 0) info(`${emulated.join(', ')}: emulated. ${emulationCost}`);
}

export const emulationCost =
  'Steps that compute take many times as long as on a machine of that architecture; `nodes`, or mode build on such a runner, avoids that.';
