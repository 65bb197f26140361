import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { InputSpec } from '@data-profiler-actions/action-kit';
import { parse } from 'yaml';
import { bundledActions, manifestOf, root } from '../../scripts/tree.ts';

type Inputs = Readonly<Record<string, { readonly default?: unknown }>>;

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Handing {
  readonly on?: { readonly workflow_call: { readonly inputs: Inputs } };
  readonly jobs?: Readonly<Record<string, { readonly steps?: readonly Step[] }>>;
  readonly inputs?: Inputs;
  readonly runs?: { readonly steps: readonly Step[] };
}

const read = (file: string): Handing => parse(readFileSync(join(root, file), 'utf8')) as Handing;

/** What a step hands on as it was given, where nothing was given: a runner takes an action's default only for an input that is not named at all. */
function emptyInputsOf(file: string): { action: string; input: string }[] {
  const { on, jobs = {}, inputs = on?.workflow_call.inputs ?? {}, runs } = read(file);
  const steps = [...Object.values(jobs).flatMap((job) => job.steps ?? []), ...(runs?.steps ?? [])];
  return steps.flatMap(({ uses = '', with: given = {} }) => {
    const name = /^org\/data-profiler-actions(?:\/([\w-]+))?@/.exec(uses)?.[1] ?? 'plan';
    const action = bundledActions.find((each) => uses.startsWith('org/data-profiler-actions') && each === name);
    if (action === undefined) return [];
    const handedOn = Object.entries(given).filter(([, value]) => {
      const passed = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1];
      return passed !== undefined && inputs[passed]?.default === '';
    });
    return handedOn.map(([input]) => ({ action, input }));
  });
}

describe.each(['.github/workflows/pipeline.yml', '.github/workflows/deploy.yml', 'actions/single-job/action.yml'])(
  'an input of %s that is left empty',
  (file) => {
    it('means the default of the action that it is handed on to', async () => {
      const differing: string[] = [];
      for (const { action, input } of emptyInputsOf(file)) {
        const { default: usual = '' } = read(manifestOf(action)).inputs?.[input] ?? {};
        const { inputSpec } = (await import(join(root, 'actions', action, 'src', 'inputs.ts'))) as {
          inputSpec: InputSpec;
        };
        const kind = inputSpec[input];
        const [empty, byDefault] = [kind?.parse(''), kind?.parse(String(usual))];
        if (JSON.stringify(empty) !== JSON.stringify(byDefault)) differing.push(`${action}: ${input}`);
      }
      expect(differing).toEqual([]);
    });
  },
);
