import type { Inputs } from '../inputs.ts';
import type { Suite } from '../legs/model.ts';

/** A suite that runs, with pytest's arguments. */
export interface ChosenSuite {
  readonly suite: Suite;
  readonly args: readonly string[];
}

/** Unit: tests/unit, else tests without integration, else what pytest finds. Integration: tests/integration where it exists. */
export function chooseSuites(
  inputs: Pick<Inputs, 'unit' | 'integration'>,
  has: (path: string) => boolean,
): ChosenSuite[] {
  const found = has('tests/integration') ? ['tests/integration'] : [];
  const unit = inputs.unit.length > 0 ? inputs.unit : foundUnit(has);
  const integration = inputs.integration.length > 0 ? inputs.integration : found;
  return [
    { suite: 'unit', args: unit },
    ...(integration.length > 0 ? [{ suite: 'integration' as const, args: integration }] : []),
  ];
}

function foundUnit(has: (path: string) => boolean): string[] {
  if (has('tests/unit')) return ['tests/unit'];
  if (!has('tests')) return [];
  return ['tests', ...(has('tests/integration') ? ['--ignore=tests/integration'] : [])];
}
