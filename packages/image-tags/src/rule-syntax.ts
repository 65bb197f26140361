import { csvFields } from './csv-fields.ts';
import { templateProblems } from './template.ts';

export const ruleTypes = ['schedule', 'semver', 'pep440', 'match', 'edge', 'ref', 'raw', 'sha'] as const;
export type RuleType = (typeof ruleTypes)[number];

/** One line of `tags`, checked. */
export interface TagRule {
  readonly type: RuleType;
  /** As written. */
  readonly line: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly priority: number;
}

/** What is wrong with a line; with `word` and `allowed` where a suggestion can be made. */
export interface RuleProblem {
  readonly text: string;
  readonly word?: string;
  readonly allowed?: readonly string[];
}

interface TypeSpec {
  readonly priority: number;
  readonly attributes: readonly string[];
  readonly required: readonly string[];
}

const common = ['enable', 'priority', 'prefix', 'suffix'];

/** Attributes and default priorities of docker/metadata-action's rule types (its README, "tags input"). */
const specs: Readonly<Record<RuleType, TypeSpec>> = {
  schedule: { priority: 1000, attributes: ['pattern'], required: [] },
  semver: { priority: 900, attributes: ['pattern', 'value', 'match'], required: ['pattern'] },
  pep440: { priority: 900, attributes: ['pattern', 'value', 'match'], required: ['pattern'] },
  match: { priority: 800, attributes: ['pattern', 'group', 'value'], required: ['pattern'] },
  edge: { priority: 700, attributes: ['branch'], required: [] },
  ref: { priority: 600, attributes: ['event'], required: ['event'] },
  raw: { priority: 200, attributes: ['value'], required: ['value'] },
  sha: { priority: 100, attributes: ['format'], required: [] },
};

const refEvents = ['branch', 'tag', 'pr'];

/** Reads rules in docker/metadata-action's syntax. */
export function parseRules(lines: readonly string[]): { rules: TagRule[]; problems: RuleProblem[] } {
  const rules: TagRule[] = [];
  const problems: RuleProblem[] = [];
  for (const line of lines) {
    const fields = readFields(line);
    const type = ruleTypes.find((known) => known === (fields['type'] ?? 'raw'));
    if (type === undefined) {
      const word = fields['type'] ?? '';
      problems.push({ text: `"${line}" has the unknown type "${word}"`, word, allowed: ruleTypes });
      continue;
    }
    const attributes = Object.fromEntries(Object.entries(fields).filter(([key]) => key !== 'type'));
    const found = checkAttributes(type, attributes, line);
    problems.push(...found);
    rules.push({ type, line, attributes, priority: Number(attributes['priority'] ?? specs[type].priority) });
  }
  return { rules, problems };
}

/** `key=value` fields, the key in lower case; a field without `=` is the value. */
function readFields(line: string): Record<string, string> {
  return Object.fromEntries(
    csvFields(line).map((field) => {
      const at = field.indexOf('=');
      return at < 0 ? ['value', field] : [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim()];
    }),
  );
}

function checkAttributes(type: RuleType, attributes: Readonly<Record<string, string>>, line: string): RuleProblem[] {
  const { attributes: own, required } = specs[type];
  const allowed = [...own, ...common];
  const problems: RuleProblem[] = Object.keys(attributes)
    .filter((word) => !allowed.includes(word))
    .map((word) => ({ text: `"${line}" has the unknown attribute "${word}" for type ${type}`, word, allowed }));
  for (const name of required)
    if (!attributes[name]) problems.push({ text: `"${line}" needs ${name}= for type ${type}` });
  return [...problems, ...checkValues(type, attributes, line)];
}

function checkValues(type: RuleType, attributes: Readonly<Record<string, string>>, line: string): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const { priority, format, event, group, pattern, match } = attributes;
  if (priority !== undefined && !/^-?\d+$/.test(priority))
    problems.push({ text: `"${line}" has priority "${priority}", which is no whole number` });
  if (format !== undefined && format !== 'short' && format !== 'long')
    problems.push({ text: `"${line}" has format "${format}"`, word: format, allowed: ['short', 'long'] });
  if (event && !refEvents.includes(event))
    problems.push({ text: `"${line}" has event "${event}"`, word: event, allowed: refEvents });
  if (group !== undefined && !/^\d+$/.test(group))
    problems.push({ text: `"${line}" has group "${group}", which is no number` });
  for (const expression of [match, type === 'match' ? pattern : undefined])
    if (expression && regularExpression(expression) === undefined)
      problems.push({ text: `"${line}" has "${expression}", which is no regular expression` });
  return [...problems, ...checkTemplates(type, attributes, line)];
}

function checkTemplates(type: RuleType, attributes: Readonly<Record<string, string>>, line: string): RuleProblem[] {
  const templates = ['enable', 'prefix', 'suffix', 'value', 'branch', ...(type === 'match' ? [] : ['pattern'])];
  return templates.flatMap((name) => {
    const kind = name === 'pattern' && (type === 'semver' || type === 'pep440') ? 'version' : 'plain';
    return templateProblems(attributes[name] ?? '', kind).map((problem) => ({
      ...problem,
      text: `"${line}" has ${problem.text}`,
    }));
  });
}

/** `pattern` or `/pattern/flags`; undefined where it does not compile. */
export function regularExpression(text: string): RegExp | undefined {
  const [, source = text, flags = ''] = /^\/(.+)\/([a-z]*)$/.exec(text) ?? [];
  try {
    return new RegExp(source, flags.replace('g', ''));
  } catch {
    return undefined;
  }
}
