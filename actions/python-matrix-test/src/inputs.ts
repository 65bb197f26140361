import {
  flag,
  list,
  number,
  oneOf,
  optionalNumber,
  path,
  text,
  words,
  type InputKind,
  type InputsOf,
  type InputSpec,
} from '@data-profiler-actions/action-kit';
import { requirementList } from './environments/requirement.ts';
import { parseVersion, type VersionSpec } from './interpreters/version-spec.ts';
import { shard } from './shards/shard.ts';

/** Versions as setup-python writes them, each once, at least one. */
const versions = (): InputKind<VersionSpec[]> => ({
  parse: (raw) => {
    // `fromJSON`-style lists of a plan arrive as ["3.10","3.11"].
    const parsed = list().parse(raw.trim().startsWith('[') ? raw.replaceAll(/[[\]"']/g, '') : raw);
    const items = parsed.ok ? [...new Set(parsed.value)] : [];
    const specs = items.map(parseVersion);
    const wrong = specs.flatMap((spec) => (spec.ok ? [] : [spec.problem]));
    if (wrong.length > 0) return { ok: false, problem: wrong.join(', and ') };
    return specs.length > 0
      ? { ok: true, value: specs.flatMap((each) => (each.ok ? [each.spec] : [])) }
      : { ok: false, problem: 'must name at least one Python version' };
  },
});

export const inputSpec = {
  'working-directory': path(),
  'python-versions': versions(),
  requirements: requirementList(),
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
  codecov: oneOf('off', 'auto', 'required'),
  'codecov-token': text(),
  shard: shard(),
  'durations-file': path(),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;
