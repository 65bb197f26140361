import { details, escapeMarkdown, heading, table } from '@data-profiler-actions/action-kit';
import type { Cost } from './cost.ts';
import type { Plan } from './plan.ts';
import type { Labels } from './runner-lines.ts';

/** The step's summary: the decisions, the jobs that follow, and what the alternatives would cost. */
export function summaryBlocks(plan: Plan, registry: string): string[] {
  const decisions = [
    ['publish', plan.publish.publish ? `yes, to ${registry}` : 'no', escapeMarkdown(plan.publish.why)],
    ['strategy', plan.strategy, escapeMarkdown(plan.strategyWhy)],
    ['Python', plan.pythonVersions.join(', ') || 'none', 'from python-versions'],
  ];
  const jobs = plan.buildMatrix.include.map(({ image, file, platform, runner }) => [
    `\`${image}\``,
    `\`${file}\``,
    platform,
    labelsText(runner),
  ]);
  return [
    heading(3, 'Plan of the run'),
    table(['decision', 'value', 'why'], decisions),
    jobs.length > 0 ? table(['image', 'Dockerfile', 'platform', 'runner'], jobs) : 'There is no image to build.',
    details('What a month costs', costTable(plan.cost)),
  ];
}

function costTable({ alternatives, buildsPerDay, assumed, pricesAsOf, includedMinutes }: Cost): string {
  const rows = alternatives.map(({ strategy, builds, minutes, dollars }) => [
    strategy,
    builds,
    minutes.toLocaleString('en-US'),
    `$${dollars.toFixed(2)}`,
  ]);
  const quota = includedMinutes > 0 ? `${includedMinutes} minutes included` : 'a public repository';
  const note = `${buildsPerDay} builds a day${assumed ? ' (assumed)' : ''}, ${quota}, prices of ${pricesAsOf}; an estimate.`;
  return `${table(['strategy', 'builds', 'billed minutes', 'a month'], rows)}\n\n${note}`;
}

function labelsText(labels: Labels): string {
  return [labels]
    .flat()
    .map((label) => `\`${label}\``)
    .join(', ');
}
