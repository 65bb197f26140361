import {
  info,
  readEvent,
  warning,
  writeSummary,
  type ActionContext,
  type Verdict,
} from '@data-profiler-actions/action-kit';
import { readFacts } from './facts.ts';
import { readActionInputs } from './inputs.ts';
import { publishOutputs } from './outputs.ts';
import { makePlan } from './plan.ts';
import { summaryBlocks } from './report/summary.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const inputs = readActionInputs();
  const facts = await readFacts(inputs, readEvent(), signal);
  const plan = makePlan(inputs, facts);
  for (const { why } of [plan.publish, plan.builds, plan.skip]) info(why);
  info(plan.strategyWhy);
  for (const sentence of plan.waiting) warning(sentence);
  publishOutputs(plan);
  writeSummary(summaryBlocks(plan, facts, inputs));
  return { ok: true };
}
