import { codeBlock } from '@data-profiler-actions/action-kit';
import type { Cost, Strategy } from '../cost/cost.ts';
import type { RunnerMap } from '../runners/runner-lines.ts';
import { isSelfHosted } from '../runners/strategy.ts';

interface TreeFacts {
  readonly isPrivate: boolean;
  readonly runners: RunnerMap;
  readonly cost: Cost;
}

/** The decision as a Mermaid flowchart, which GitHub draws in summaries; the chosen end is filled. */
export function decisionTree(chosen: Strategy, { isPrivate, runners, cost }: TreeFacts): string {
  const own = Object.values(runners).some(isSelfHosted);
  const dollars = (strategy: Strategy): string => {
    const found = cost.alternatives.find((each) => each.strategy === strategy);
    return `$${(found?.dollars ?? 0).toFixed(2)} a month`;
  };
  const lines = [
    'flowchart TD',
    `  public{"Public repository?<br>${isPrivate ? 'no' : 'yes'}"}`,
    `  own{"Runners of your own named?<br>${own ? 'yes' : 'no'}"}`,
    `  cost{"What costs least at<br>${cost.buildsPerDay} builds a day${cost.assumed ? ' (assumed)' : ''}?"}`,
    `  hosted["hosted<br>${dollars('hosted')}"]`,
    `  hybrid["hybrid<br>${dollars('hybrid')}"]`,
    `  selfhosted["self-hosted<br>${dollars('self-hosted')}"]`,
    '  public -->|yes| hosted',
    '  public -->|no| own',
    '  own -->|no| hosted',
    '  own -->|yes| cost',
    '  cost --> hosted',
    '  cost --> hybrid',
    '  cost --> selfhosted',
    `  style ${chosen.replace('-', '')} fill:#1f883d,color:#fff`,
  ];
  return codeBlock(lines.join('\n'), 'mermaid');
}
