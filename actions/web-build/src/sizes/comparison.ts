import { notice, type EventContext } from '@data-profiler-actions/action-kit';
import type { Finding } from '../checks/finding.ts';
import type { CommandContext } from '../command-context.ts';
import type { Inputs } from '../inputs.ts';
import { type Baseline, findBaseline, keepBaseline } from './baseline.ts';
import { budgetsOf, checkGrowth } from './budgets.ts';
import { compareSizes, recordOf, type SizeChange } from './size-changes.ts';
import type { Sizes } from './sizes.ts';

/** Sizes beside those of an earlier build. */
export interface Comparison {
  readonly change?: SizeChange;
  /** Whether the earlier build is known to be an ancestor of this one. */
  readonly isAncestor?: boolean;
  /** Why there is no earlier build to compare with, or why it may be the wrong one; empty where there is nothing to say. */
  readonly baselineNote: string;
  /** Growth beyond a budget. */
  readonly findings: readonly Finding[];
}

/** Compares with the nearest earlier build, and keeps the sizes of one of the default branch for later ones. */
export async function compareWithBaseline(
  sizes: Sizes,
  site: string,
  inputs: Inputs,
  event: EventContext,
  context: CommandContext,
): Promise<Comparison> {
  if (inputs.baseline === 'off') return { findings: [], baselineNote: '' };
  const baseline = await findBaseline(site, event, context);
  await keepBaseline(site, event, recordOf(event.sha, sizes));
  const compared = judged(baseline, sizes, inputs.budgets);
  if (compared.baselineNote !== '') notice(compared.baselineNote);
  return compared;
}

function judged(baseline: Baseline, sizes: Sizes, budgets: readonly string[]): Comparison {
  if (baseline.kind === 'none') return { findings: [], baselineNote: `No sizes to compare with: ${baseline.reason}.` };
  const change = compareSizes(baseline.record, sizes);
  if (baseline.isAncestor)
    return { change, isAncestor: true, findings: checkGrowth(budgetsOf(budgets), change), baselineNote: '' };
  const baselineNote =
    `The sizes are compared with ${change.commit.slice(0, 7)}, the newest known build: this clone does not tell which came before. ` +
    'Growth is not judged. Check out with fetch-depth: 0 to compare with the right one.';
  return { change, isAncestor: false, findings: [], baselineNote };
}
