import { readEvent, writeSummary, type ActionContext, type Verdict } from '@data-profiler-actions/action-kit';
import { build, type Built } from './build/build.ts';
import { readActionInputs } from './inputs.ts';
import { openJob, type Job } from './job.ts';
import type { Outcome } from './outcome.ts';
import { publishOutputs } from './outputs.ts';
import { handOn } from './publish/exchange.ts';
import { finish, merge, pushTogether } from './publish/merge.ts';
import { explainRegistry } from './registry/registry-failure.ts';
import { failureSummary, outcomeSummary } from './report/report.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const event = readEvent();
  const job = await openJob(readActionInputs(), event, signal);
  try {
    const built = job.inputs.mode === 'merge' ? undefined : await build(job);
    if (built?.ok === false) {
      const { headline, remedy } = built.failure;
      writeSummary(failureSummary(job.name, built.failure));
      return { ok: false, reason: [`The build of ${job.name} failed: ${headline}`, remedy].join('\n').trim() };
    }
    const outcome = built ? await settle(job, built) : await merge(job);
    publishOutputs(outcome, event.temp);
    writeSummary(outcomeSummary(outcome));
    return { ok: true };
  } catch (error) {
    throw explainRegistry(error, signal);
  } finally {
    job.close();
  }
}

/** After the build: `all` goes on to index and tags, `build` hands its platforms on to the merge. */
async function settle(job: Job, built: Extract<Built, { ok: true }>): Promise<Outcome> {
  const { inputs, event, decision, name } = job;
  const { pushed, records, account } = built;
  if (inputs.mode === 'all' && decision.push) return { ...(await finish(job, pushed, records)), account };
  const together = decision.push && built.digest === '' ? await pushTogether(job, built) : built;
  if (decision.push && inputs.exchange === 'artifact')
    await handOn(together.records, name, event.runAttempt, event.temp);
  const { digest, metadata } = together;
  const how = { pushed: decision.push, notPushed: decision.why, tags: [], account };
  return { mode: inputs.mode, image: name, digest, ...how, platforms: together.records, metadata };
}
