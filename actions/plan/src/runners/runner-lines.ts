import { didYouMean, keyValues, type InputKind, type KeyValue } from '@data-profiler-actions/action-kit';
import { repeated } from '../repeated.ts';

/** What `runs-on` takes: one label, or several that one runner must all have. */
export type Labels = string | readonly string[];

/** Labels by role (`light`, `heavy`) or platform (`linux/arm64`). */
export type RunnerMap = Readonly<Record<string, Labels>>;

const roles = ['light', 'heavy', 'linux/amd64', 'linux/arm64'];

/** Lines `role=label` or `role=[label, label]`. All mistakes are told. */
export const runnerLines = (): InputKind<RunnerMap> => ({
  parse: (raw) => {
    const parsed = keyValues().parse(raw);
    if (!parsed.ok) return parsed;
    const twice = repeated(parsed.value.map(({ key }) => key));
    const problems = [...parsed.value.flatMap(problemsOf), ...twice.map((key) => `gives ${key} twice`)];
    if (problems.length > 0) return { ok: false, problem: problems.join('; it ') };
    return {
      ok: true,
      value: Object.fromEntries(parsed.value.map(({ key, value }) => [key, readLabels(value) ?? ''])),
    };
  },
});

function problemsOf({ key, value }: KeyValue): string[] {
  const problems: string[] = [];
  if (!roles.includes(key) && !isPlatform(key)) problems.push(unknownRole(key));
  if (readLabels(value) === undefined)
    problems.push(`gives ${key} "${value.trim()}", which is neither a label nor a list like [self-hosted, linux, x64]`);
  return problems;
}

function unknownRole(key: string): string {
  return `names "${key}", which is neither light, heavy nor a platform${didYouMean(key, roles)}`;
}

/** `os/architecture` with an optional variant, as BuildKit writes platforms. */
export function isPlatform(text: string): boolean {
  return /^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9]+)?$/.test(text);
}

/** Labels are words; brackets make a list. Undefined where neither reads. */
function readLabels(value: string): Labels | undefined {
  const text = value.trim();
  const inside = /^\[(.*)\]$/.exec(text)?.[1];
  if (inside === undefined) return isLabel(text) ? text : undefined;
  const labels = inside.split(',').map((label) => label.trim().replace(/^(["'])(.*)\1$/, '$2'));
  if (!labels.every(isLabel)) return undefined;
  return labels.length === 1 ? labels[0] : labels;
}

function isLabel(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.:=/-]*$/.test(text);
}
