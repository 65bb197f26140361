import type { Problem } from '../problem.ts';
import { templateProblems } from '../templates/template.ts';
import { csvFields } from './csv-fields.ts';
import type { LineProblem, SourceLine } from './source-lines.ts';

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
export function parseFlavor(lines: readonly SourceLine[]): { flavor: Flavor; problems: LineProblem[] } {
  let flavor = plainFlavor;
  const problems: LineProblem[] = [];
  for (const { number, text } of lines) {
    const fields = csvFields(text);
    if (!fields) problems.push({ line: number, text: 'has a quote that is not closed', example: 'suffix=-alpine' });
    let previous = '';
    for (const field of fields ?? []) {
      const at = field.indexOf('=');
      const key = (at < 0 ? field : field.slice(0, at)).trim().toLowerCase();
      const value = at < 0 ? '' : field.slice(at + 1).trim();
      const read = readField(flavor, key, value, previous);
      if ('text' in read) problems.push({ line: number, ...read });
      else flavor = read;
      previous = key;
    }
  }
  return { flavor, problems };
}

function readField(flavor: Flavor, key: string, value: string, previous: string): Flavor | Problem {
  if (key === 'latest') {
    const latest = (['auto', 'true', 'false'] as const).find((word) => word === value);
    if (latest) return { ...flavor, latest };
    return { text: `has latest "${value}"`, word: value, allowed: ['auto', 'true', 'false'], example: 'latest=auto' };
  }
  if (key === 'prefix' || key === 'suffix') {
    const [problem] = templateProblems(value, 'plain');
    return problem ? { ...problem, text: `has ${problem.text}` } : { ...flavor, [key]: value };
  }
  const example = 'suffix=-alpine,onlatest=true';
  if (key !== 'onlatest') return { text: `has the unknown key "${key}"`, word: key, allowed: keys, example };
  if (value !== 'true' && value !== 'false')
    return { text: `has onlatest "${value}", which is neither true nor false`, example };
  if (previous === 'prefix') return { ...flavor, prefixOnLatest: value === 'true' };
  if (previous === 'suffix') return { ...flavor, suffixOnLatest: value === 'true' };
  return { text: 'has onlatest that follows neither prefix nor suffix on its line', example };
}
