import { lines, list, number, oneOf, path, text, words } from '@data-profiler-actions/action-kit';
import type { InputKind, InputsOf, InputSpec, Mistake } from '@data-profiler-actions/action-kit';
import { parseBudget } from './sizes/budgets.ts';
import { checkIds, parseIgnore, unknownId } from './checks/finding.ts';

/** One item a line or between commas; the commas of a glob's braces and of a number part nothing. */
const rules = (): InputKind<string[]> => ({
  parse: (raw) => lines().parse(raw.replaceAll(/(?:(?<!\d),|,(?!\d))(?![^{\n]*\})/g, '\n')),
});

export const inputSpec = {
  'working-directory': path(),
  'package-manager': oneOf('auto', 'npm', 'pnpm', 'yarn', 'bun'),
  install: words(),
  lint: text(),
  typecheck: text(),
  test: text(),
  build: text(),
  'output-directory': path(),
  base: text(),
  budgets: rules(),
  'fail-on': list(),
  ignore: rules(),
  cache: oneOf('auto', 'off'),
  baseline: oneOf('auto', 'off'),
  smoke: oneOf('off', 'auto'),
  'timeout-minutes': number({ min: 0.05, max: 360 }),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;

/** What an input's own kind cannot tell. Inputs that could not be read are not looked at. */
export function checkInputs({ budgets = [], ignore = [], failOn = [], base = '/' }: Partial<Inputs>): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const line of budgets) {
    const budget = parseBudget(line);
    if (!budget.ok) mistakes.push({ input: 'budgets', problem: budget.problem });
  }
  for (const line of ignore) {
    const rule = parseIgnore(line);
    if (!rule.ok) mistakes.push({ input: 'ignore', problem: rule.problem });
  }
  const known: readonly string[] = [...checkIds, 'warnings'];
  for (const id of failOn.filter((item) => !known.includes(item)))
    mistakes.push({ input: 'fail-on', problem: `holds ${unknownId(id, known)}` });
  if (!/^(\.?\/?|(https?:\/\/[^\s/?#]+)?\/[^\s?#]*|https?:\/\/[^\s/?#]+)$/.test(base))
    mistakes.push({
      input: 'base',
      problem: `is "${base}", and must be a path such as / or /app/, a full address, or ./`,
    });
  return mistakes;
}
