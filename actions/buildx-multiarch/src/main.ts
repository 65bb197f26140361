import { readEvent, writeSummary, type ActionContext, type Verdict } from '@data-profiler-actions/action-kit';
import { build, type Built } from './build/build.ts';
import { handOn } from './publish/exchange.ts';
import { readActionInputs } from './inputs.ts';
import { openJob, type Job } from './job.ts';
import { finish, merge } from './publish/merge.ts';
import type { Outcome } from './outcome.ts';
import { publishOutputs } from './outputs.ts';
import { explainRegistry } from './registry/registry-failure.ts';
import { failureSummary, outcomeSummary } from './report.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const inputs = readActionInputs();
  const event = readEvent();
  const job = await openJob(inputs, event, signal);
  try {
    const built = inputs.mode === 'merge' ? undefined : await build(job);
    if (built?.ok === false) {
      writeSummary(failureSummary(job.name, built.failure));
      return { ok: false, reason: `The build of ${job.name} failed: ${built.failure.headline}` };
    }
    const outcome = built ? await settle(job, built) : await merge(job);
    publishOutputs(outcome, event.temp);
    writeSummary(outcomeSummary(outcome));
    return { ok: true };
  } catch (error) {
    throw explainRegistry(error);
  } finally {
    job.close();
  }
}

/** After the build: `all` goes on to index and tags, `build` hands its platforms on to the merge. */
async function settle(job: Job, built: Extract<Built, { ok: true }>): Promise<Outcome> {
  const { inputs, event, decision } = job;
  if (inputs.mode === 'all' && decision.push) return finish(job, built.pushed, built.records);
  if (decision.push && inputs.exchange === 'artifact')
    await handOn(built.records, job.name, event.runAttempt, event.temp);
  const { digest, records, metadata } = built;
  return {
    mode: inputs.mode,
    image: job.name,
    digest,
    pushed: decision.push,
    notPushed: decision.why,
    tags: [],
    platforms: records,
    metadata,
  };
}
