import { counted } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { isRed, type Leg } from '../legs/model.ts';

/** What to say of tests that failed for a port that another Python's tests had, since they run at the same time; empty where none did. */
export function collisionNote(legs: readonly Leg[], { maxParallel }: Pick<Inputs, 'maxParallel'>): string {
  const versions = new Set(legs.map(({ version }) => version)).size;
  const taken = legs.flatMap(({ tests }) => tests.filter((test) => isRed(test) && inUse.test(test.message)));
  if (taken.length === 0 || versions === 1 || maxParallel === 1) return '';
  const failed = `${counted(taken.length, 'test')} failed because an address was already in use`;
  return `${failed}. Pythons are tested at the same time: let the tests take a free port or count theirs by DPA_LEG_INDEX, or set max-parallel to 1.`;
}

const inUse = /address already in use|EADDRINUSE|Only one usage of each socket address/i;
