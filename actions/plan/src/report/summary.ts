import { details, escapeMarkdown, heading, table } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import type { Facts, Plan } from '../plan.ts';
import type { Labels } from '../runners/runner-lines.ts';
import { costTable } from './cost-table.ts';
import { decisionTree } from './decision-tree.ts';

/** The step's summary: the decisions, the jobs that follow, how the runners were chosen and what the alternatives would cost. */
export function summaryBlocks(plan: Plan, { event, history }: Facts, { runners }: Inputs): string[] {
  const { publish, strategy, strategyWhy, builds, skip, pythonVersions, cost } = plan;
  const decisions = [
    ['publish', publish.publish ? `yes, to \`${plan.imageNamespace}\`` : 'no', escapeMarkdown(publish.why)],
    ['strategy', strategy, escapeMarkdown(strategyWhy)],
    ['builds', builds.builds, escapeMarkdown(builds.why)],
    ['left out', skip.skip.map(escapeMarkdown).join(', ') || 'nothing', escapeMarkdown(skip.why)],
    ['Python', pythonVersions.join(', ') || 'none', 'from python-versions'],
  ];
  const tree = decisionTree(strategy, { isPrivate: event.repository.isPrivate, runners, cost });
  return [
    heading(3, 'Plan of the run'),
    table(['decision', 'value', 'why'], decisions),
    ...plan.waiting.map((sentence) => `> [!WARNING]\n> ${escapeMarkdown(sentence)}`),
    jobsTable(plan),
    details('How the runners were chosen', tree),
    details('What a month costs', costTable(cost, history)),
  ];
}

function jobsTable({ buildMatrix }: Plan): string {
  const jobs = buildMatrix.include.map(({ image, file, platform, runner }) => [
    `\`${image}\``,
    `\`${file}\``,
    platform.replaceAll(',', ', '),
    labelsText(runner),
  ]);
  return jobs.length > 0 ? table(['image', 'Dockerfile', 'platform', 'runner'], jobs) : 'There is no image to build.';
}

function labelsText(labels: Labels): string {
  return [labels]
    .flat()
    .map((label) => `\`${label}\``)
    .join(', ');
}
