import type { Cost, Strategy } from '../cost/cost.ts';
import type { Labels, RunnerMap } from './runner-lines.ts';

export interface StrategyDecision {
  readonly strategy: Strategy;
  /** A whole sentence. */
  readonly why: string;
}

export interface StrategyFacts {
  readonly asked: Strategy | 'auto';
  readonly isPrivate: boolean;
  readonly untrusted: string;
  readonly runners: RunnerMap;
  readonly cost: Cost;
}

/** Where the jobs run. What is asked for is honoured, except that code of a fork never reaches a machine of one's own in a public repository. */
export function decideStrategy(facts: StrategyFacts): StrategyDecision {
  const { asked, isPrivate, untrusted } = facts;
  if (asked === 'auto') return decideFreely(facts);
  if (asked !== 'hosted' && !isPrivate && untrusted === 'fork pull request')
    return hosted('code of a fork does not run on machines of a public repository’s owner');
  return { strategy: asked, why: `Runs ${asked}: asked for.` };
}

function decideFreely({ isPrivate, runners, cost }: StrategyFacts): StrategyDecision {
  if (!isPrivate) return hosted('standard runners are free for a public repository');
  if (!Object.values(runners).some(isSelfHosted)) return hosted('no self-hosted runner is named in runners');
  if (cost.assumed)
    return hosted('builds-per-day is neither given nor read from earlier runs, so that costs cannot be compared');
  const [first, ...others] = cost.alternatives;
  const best = others.reduce((low, next) => (low && next.dollars < low.dollars ? next : low), first);
  if (!best || best.strategy === 'hosted') return hosted('it costs least at this number of builds');
  return { strategy: best.strategy, why: `Runs ${best.strategy}: about $${best.dollars} a month, the least.` };
}

/** Whether labels name a runner of one's own; GitHub compares labels without case. */
export function isSelfHosted(labels: Labels): boolean {
  return [labels].flat().some((label) => label.toLowerCase() === 'self-hosted');
}

function hosted(why: string): StrategyDecision {
  return { strategy: 'hosted', why: `Runs hosted: ${why}.` };
}
