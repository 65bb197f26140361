import type { Problem } from '../problem.ts';
import { csvFields } from './csv-fields.ts';
import { ruleProblems } from './rule-problems.ts';
import { ruleSpecs, ruleTypes, type Attributes, type RuleType } from './rule-types.ts';
import type { LineProblem, SourceLine } from './source-lines.ts';

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
      problems: [
        { text: `has the unknown type "${word}"`, word, allowed: ruleTypes, example: ruleSpecs.semver.example },
      ],
    };
  const problems = ruleProblems(type, attributes).map((problem) => ({ example: ruleSpecs[type].example, ...problem }));
  const priority = Number(attributes['priority'] ?? ruleSpecs[type].priority);
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
