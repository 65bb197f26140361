import { csvFields } from './csv-fields.ts';
import type { RuleProblem } from './rule-syntax.ts';
import { templateProblems } from './template.ts';

/** What holds for all rules that say nothing of their own. */
export interface Flavor {
  readonly latest: 'auto' | 'true' | 'false';
  readonly prefix: string;
  readonly suffix: string;
  /** Whether prefix and suffix stand on `latest` too. */
  readonly prefixOnLatest: boolean;
  readonly suffixOnLatest: boolean;
}

export const plainFlavor: Flavor = {
  latest: 'auto',
  prefix: '',
  suffix: '',
  prefixOnLatest: false,
  suffixOnLatest: false,
};

const keys = ['latest', 'prefix', 'suffix', 'onlatest'] as const;

/** Reads `latest=`, `prefix=`, `suffix=` lines; `onlatest=true` belongs to the prefix or suffix before it on its line. */
export function parseFlavor(lines: readonly string[]): { flavor: Flavor; problems: RuleProblem[] } {
  let flavor = plainFlavor;
  const problems: RuleProblem[] = [];
  for (const line of lines) {
    let previous = '';
    for (const field of csvFields(line)) {
      const at = field.indexOf('=');
      const key = (at < 0 ? field : field.slice(0, at)).trim().toLowerCase();
      const value = at < 0 ? '' : field.slice(at + 1).trim();
      const read = readField(flavor, key, value, previous);
      if ('text' in read) problems.push({ ...read, text: `"${line}" ${read.text}` });
      else flavor = read;
      previous = key;
    }
  }
  return { flavor, problems };
}

function readField(flavor: Flavor, key: string, value: string, previous: string): Flavor | RuleProblem {
  if (key === 'latest') {
    const latest = (['auto', 'true', 'false'] as const).find((word) => word === value);
    return latest ? { ...flavor, latest } : { text: 'has latest that is none of auto, true, false' };
  }
  if (key === 'prefix' || key === 'suffix') {
    const [problem] = templateProblems(value, 'plain');
    return problem ? { ...problem, text: `has ${problem.text}` } : { ...flavor, [key]: value };
  }
  if (key !== 'onlatest') return { text: `has the unknown key "${key}"`, word: key, allowed: keys };
  if (value !== 'true' && value !== 'false') return { text: 'has onlatest that is neither true nor false' };
  if (previous === 'prefix') return { ...flavor, prefixOnLatest: value === 'true' };
  if (previous === 'suffix') return { ...flavor, suffixOnLatest: value === 'true' };
  return { text: 'has onlatest that follows neither prefix nor suffix on its line' };
}
