import { templateProblems } from '../templates/template.ts';
import { csvFields } from './csv-fields.ts';
import type { LineProblem, SourceLine } from './source-lines.ts';

export const ruleTypes = ['schedule', 'semver', 'pep440', 'match', 'edge', 'ref', 'raw', 'sha'] as const;
export type RuleType = (typeof ruleTypes)[number];

type Attributes = Readonly<Record<string, string>>;

/** One line of `tags`, checked. */
export interface TagRule {
  readonly type: RuleType;
  /** As written. */
  readonly line: string;
  /** Where it stands in the input. */
  readonly number: number;
  readonly attributes: Attributes;
  readonly priority: number;
}

interface TypeSpec {
  readonly priority: number;
  readonly attributes: readonly string[];
  readonly required: readonly string[];
  readonly example: string;
}

type Problem = Omit<LineProblem, 'line'>;

const common = ['enable', 'priority', 'prefix', 'suffix'];

/** Attributes and default priorities of docker/metadata-action's rule types (its README, "tags input"). */
const specs: Readonly<Record<RuleType, TypeSpec>> = {
  schedule: { priority: 1000, attributes: ['pattern'], required: [], example: 'type=schedule,pattern=nightly' },
  semver: version('type=semver,pattern={{version}}'),
  pep440: version('type=pep440,pattern={{version}}'),
  match: {
    ...{ priority: 800, attributes: ['pattern', 'group', 'value'], required: ['pattern'] },
    example: String.raw`type=match,pattern=v(\d+\.\d+),group=1`,
  },
  edge: { priority: 700, attributes: ['branch'], required: [], example: 'type=edge,branch=main' },
  ref: { priority: 600, attributes: ['event'], required: ['event'], example: 'type=ref,event=branch' },
  raw: { priority: 200, attributes: ['value'], required: [], example: 'type=raw,value=stable' },
  sha: { priority: 100, attributes: ['format'], required: [], example: 'type=sha,format=long' },
};

function version(example: string): TypeSpec {
  return { priority: 900, attributes: ['pattern', 'value', 'match'], required: ['pattern'], example };
}

const refEvents = ['branch', 'tag', 'pr'];

/** Reads rules in docker/metadata-action's syntax. */
export function parseRules(lines: readonly SourceLine[]): { rules: TagRule[]; problems: LineProblem[] } {
  const rules: TagRule[] = [];
  const problems: LineProblem[] = [];
  for (const { number, text } of lines) {
    const read = parseRule(text, number);
    if ('rule' in read) rules.push(read.rule);
    problems.push(...read.problems.map((problem) => ({ line: number, ...problem })));
  }
  return { rules, problems };
}

function parseRule(line: string, number: number): { rule: TagRule; problems: Problem[] } | { problems: Problem[] } {
  const fields = csvFields(line);
  if (!fields) return { problems: [{ text: 'has a quote that is not closed', example: 'type=raw,"value=a,b"' }] };
  const { type: word = 'raw', ...attributes } = readFields(fields);
  const type = ruleTypes.find((known) => known === word);
  if (type === undefined)
    return {
      problems: [{ text: `has the unknown type "${word}"`, word, allowed: ruleTypes, example: specs.semver.example }],
    };
  const problems = checkAttributes(type, attributes).map((problem) => ({ example: specs[type].example, ...problem }));
  const priority = Number(attributes['priority'] ?? specs[type].priority);
  return { rule: { type, line, number, attributes, priority }, problems };
}

/** `key=value` fields, the key in lower case; a field without `=` is the value. */
function readFields(fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    fields.map((field) => {
      const at = field.indexOf('=');
      return at < 0 ? ['value', field] : [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim()];
    }),
  );
}

function checkAttributes(type: RuleType, attributes: Attributes): Problem[] {
  const { attributes: own, required } = specs[type];
  const allowed = [...own, ...common];
  const problems: Problem[] = Object.keys(attributes)
    .filter((word) => !allowed.includes(word))
    .map((word) => ({ text: `has the unknown attribute "${word}" for type ${type}`, word, allowed }));
  for (const name of required) if (!attributes[name]) problems.push({ text: `needs ${name}= for type ${type}` });
  // An empty value is a condition of the workflow that did not hold; a missing one is a mistake.
  if (type === 'raw' && attributes['value'] === undefined) problems.push({ text: 'needs value= for type raw' });
  return [...problems, ...checkValues(type, attributes), ...checkTemplates(type, attributes)];
}

function checkValues(type: RuleType, attributes: Attributes): Problem[] {
  const problems: Problem[] = [];
  const { enable, priority, format, event, group, pattern, match } = attributes;
  if (enable !== undefined && !enable.includes('{{') && enable !== 'true' && enable !== 'false')
    problems.push({
      text: `has enable "${enable}", which is neither true nor false`,
      example: 'enable={{is_default_branch}}',
    });
  if (priority !== undefined && !/^-?\d+(?:\.\d+)?$/.test(priority))
    problems.push({ text: `has priority "${priority}", which is no number`, example: 'priority=900' });
  if (format !== undefined && format !== 'short' && format !== 'long')
    problems.push({ text: `has format "${format}"`, word: format, allowed: ['short', 'long'] });
  if (event && !refEvents.includes(event))
    problems.push({ text: `has event "${event}"`, word: event, allowed: refEvents });
  if (group !== undefined && !/^\d+$/.test(group))
    problems.push({ text: `has group "${group}", which is no whole number` });
  for (const expression of [match, type === 'match' ? pattern : undefined])
    if (expression && regularExpression(expression) === undefined)
      problems.push({ text: `has "${expression}", which is no regular expression` });
  return problems;
}

function checkTemplates(type: RuleType, attributes: Attributes): Problem[] {
  const templates = ['enable', 'prefix', 'suffix', 'value', 'branch', ...(type === 'match' ? [] : ['pattern'])];
  return templates.flatMap((name) => {
    const kind = name === 'pattern' && (type === 'semver' || type === 'pep440') ? 'version' : 'plain';
    return templateProblems(attributes[name] ?? '', kind).map(({ example, ...problem }) => ({
      ...problem,
      text: `has ${problem.text}`,
      ...(example !== undefined && { example: `${name}=${example}` }),
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
