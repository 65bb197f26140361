import type { Problem } from '../problem.ts';
import { templateProblems } from '../templates/template.ts';
import { regularExpression } from './regular-expression.ts';
import { commonAttributes, ruleSpecs, type Attributes, type RuleType } from './rule-types.ts';

const refEvents = ['branch', 'tag', 'pr'];

/** What is wrong with a rule's attributes: unknown or missing ones, and values that mean nothing. */
export function ruleProblems(type: RuleType, attributes: Attributes): Problem[] {
  const { attributes: own, required } = ruleSpecs[type];
  const allowed = [...own, ...commonAttributes];
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
