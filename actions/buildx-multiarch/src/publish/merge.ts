import { UserError } from '@data-profiler-actions/action-kit';
import type { Job } from '../job.ts';
import type { Outcome } from '../outcome.ts';
import { preflight } from '../preflight.ts';
import { explainDenial } from '../registry/write-access.ts';
import { platformsProblem } from '../request/expected-platforms.ts';
import { collect, newestOfEach } from './exchange.ts';
import type { PlatformRecord } from './platform-record.ts';
import { byDigests, byRecords, type Found } from './find-platforms.ts';
import { finish } from './finish.ts';

/** Puts the platforms that build legs pushed under one index and moves the tags; needs neither Docker nor BuildKit. */
export async function merge(job: Job): Promise<Outcome> {
  if (job.mistakes.length > 0) await preflight(job, []);
  if (!job.decision.push) return kept(job);
  // The two ask different services; what is wrong with the step counts first.
  const handing = recordsOf(job);
  handing.catch(() => undefined);
  await preflight(job, []);
  const found = await find(job, await handing);
  const problem = platformsProblem(
    job.inputs.platforms,
    found.map(({ record }) => record.platform),
  );
  if (problem !== undefined) {
    throw new UserError(
      `Nothing is merged for ${job.name}: ${problem}.`,
      'Each platform needs a finished build leg of this image in this run; no tag has been moved.',
    );
  }
  const pushed = found.map((each) => each.pushed);
  const records = found.map(({ record }) => record);
  return finish(job, pushed, records).catch(async (error: unknown) => {
    throw await explainDenial(job, error);
  });
}

/** What the legs of this run said; undefined where their digests are given. */
async function recordsOf({ inputs, name, event }: Job): Promise<readonly PlatformRecord[] | undefined> {
  return inputs.digests.length > 0 ? undefined : newestOfEach(await collect(name, event.temp));
}

function find(job: Job, records: readonly PlatformRecord[] | undefined): Promise<Found[]> {
  return records === undefined ? byDigests(job, job.inputs.digests) : byRecords(job, records);
}

function kept({ inputs, name, decision }: Job): Outcome {
  const nothing = { digest: '', pushed: false, tags: [], platforms: [], metadata: {} };
  return { mode: inputs.mode, image: name, notPushed: decision.why, ...nothing };
}
