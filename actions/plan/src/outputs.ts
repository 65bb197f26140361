import { setOutputs } from '@data-profiler-actions/action-kit';
import type { Plan } from './plan.ts';

export const outputNames = [
  'publish',
  'strategy',
  'reason',
  'runners',
  'build-matrix',
  'image-matrix',
  'image-namespace',
  'python-versions',
  'skip',
  'cost',
] as const;

export function publishOutputs(plan: Plan): void {
  setOutputs({
    publish: plan.publish.publish,
    strategy: plan.strategy,
    reason: `${plan.publish.why} ${plan.strategyWhy}`,
    runners: plan.runners,
    'build-matrix': { ...plan.buildMatrix },
    'image-matrix': { ...plan.imageMatrix },
    'image-namespace': plan.imageNamespace,
    'python-versions': plan.pythonVersions,
    skip: plan.skip.skip,
    cost: { ...plan.cost },
  });
}
