import { buildMinutes, type Builds, type Strategy } from './cost.ts';
import type { Workload } from './workload.ts';

export interface BuildsDecision {
  readonly builds: Builds;
  /** A whole sentence. */
  readonly why: string;
}

/** One job for every platform, or one emulated job for all: native unless hosted minutes are paid and emulation takes fewer of them. */
export function decideBuilds(work: Workload, strategy: Strategy): BuildsDecision {
  if (work.platforms < 2 || work.images === 0) return native('there is one platform to build for');
  if (strategy !== 'hosted') return native('each platform has a runner of its architecture');
  if (!work.isPrivate) return native('hosted runners of both architectures are free for a public repository');
  const [apart, together] = [buildMinutes(work, 'native'), buildMinutes(work, 'emulated')];
  if (apart <= together) return native(`${apart} billed minutes a run, emulated in one job ${together}`);
  return {
    builds: 'emulated',
    why: `All platforms are built in one emulated job: ${together} billed minutes a run, in jobs of their own ${apart}.`,
  };
}

function native(why: string): BuildsDecision {
  return { builds: 'native', why: `Each platform is built on its own architecture: ${why}.` };
}
