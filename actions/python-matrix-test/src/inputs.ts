import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  flag,
  list,
  notYet,
  number,
  oneOf,
  optionalNumber,
  path,
  paths,
  readInputs,
  text,
  type InputKind,
  type InputsOf,
  type InputSpec,
  type Mistake,
} from '@data-profiler-actions/action-kit';
import { splitWords } from './words.ts';

/** Versions as `3.12`, each once, at least one. */
const versions = (): InputKind<string[]> => ({
  parse: (raw) => {
    // `fromJSON`-style lists of a plan arrive as ["3.10","3.11"].
    const parsed = list().parse(raw.trim().startsWith('[') ? raw.replaceAll(/[[\]"']/g, '') : raw);
    const items = parsed.ok ? [...new Set(parsed.value)] : [];
    const wrong = items.find((item) => !/^3\.\d{1,2}$/.test(item));
    if (wrong !== undefined)
      return {
        ok: false,
        problem: `holds "${wrong}"; a version is written like 3.12, in quotes where YAML would read 3.1 for 3.10`,
      };
    return items.length > 0
      ? { ok: true, value: items }
      : { ok: false, problem: 'must name at least one Python version' };
  },
});

/** Words of a command line; empty when not given. */
const words = (): InputKind<string[]> => ({
  parse: (raw) => {
    const split = splitWords(raw.trim());
    return split.ok ? { ok: true, value: split.words } : split;
  },
});

export const inputSpec = {
  'working-directory': path(),
  'python-versions': versions(),
  requirements: paths(),
  'install-command': words(),
  unit: words(),
  integration: words(),
  installer: oneOf('auto', 'uv', 'pip'),
  'max-parallel': optionalNumber({ min: 1, integer: true }),
  'timeout-minutes': number({ min: 0.01, max: 360 }),
  'min-tests': number({ min: 0, integer: true }),
  'on-empty': oneOf('fail', 'warn', 'skip'),
  coverage: flag(),
  'coverage-source': list(),
  'fail-under': optionalNumber({ min: 0, max: 100 }),
  'fail-under-diff': optionalNumber({ min: 0, max: 100 }),
  cache: oneOf('auto', 'off'),
  codecov: notYet('off'),
  'codecov-token': text(),
  shard: notYet(),
  'durations-file': notYet(),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;

export function readActionInputs(workspace: string): Inputs {
  return readInputs(inputSpec, (inputs) => check(inputs, workspace));
}

function check(inputs: Inputs, workspace: string): Mistake[] {
  const directory = join(workspace, inputs.workingDirectory);
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    return [
      {
        input: 'working-directory',
        problem: `names "${inputs.workingDirectory}", which is no directory of the workspace (is the repository checked out?)`,
      },
    ];
  const missing = inputs.requirements.filter((file) => !existsSync(join(directory, file)));
  const mistakes = missing.map((file) => ({
    input: 'requirements',
    problem: `names "${file}", which does not exist in working-directory`,
  }));
  for (const [input, limit] of [
    ['fail-under', inputs.failUnder],
    ['fail-under-diff', inputs.failUnderDiff],
  ] as const)
    if (limit !== undefined && !inputs.coverage)
      mistakes.push({ input, problem: 'needs coverage; set "coverage" to true or leave the limit out' });
  return mistakes;
}
