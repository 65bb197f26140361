import { readEvent, writeSummary, type ActionContext, type Verdict } from '@data-profiler-actions/action-kit';
import { build } from './build/build.ts';
import { readActionInputs } from './inputs.ts';
import { openJob } from './job.ts';
import { publishOutputs } from './outputs.ts';
import { merge } from './publish/merge.ts';
import { settle } from './publish/settle.ts';
import { explainRegistry } from './registry/registry-failure.ts';
import { failureSummary, outcomeSummary } from './report/report.ts';
import { requireScratch } from './scratch.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const event = readEvent();
  requireScratch(event.temp);
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
