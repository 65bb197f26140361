import type { Problem } from '../problem.ts';
import { dateProblem, formatDate } from './date-format.ts';

/** What `{{…}}` expressions stand for. */
export interface TemplateFacts {
  /** Plain expressions and their text: branch, tag, sha, base_ref, is_default_branch, is_not_default_branch; of a version its parts. */
  readonly values: Readonly<Record<string, string>>;
  readonly now: Date;
  readonly commitDate: Date;
}

const plainNames = ['branch', 'tag', 'sha', 'base_ref', 'is_default_branch', 'is_not_default_branch'];
const dateNames = ['date', 'commit_date'];
const versionNames = ['raw', 'version', 'major', 'minor', 'patch', 'prerelease', 'build'];
const expression = /\{\{\{?\s*([^{}]*?)\s*\}?\}\}/g;
const dateExample = "{{date 'YYYYMMDD' tz='Europe/Berlin'}}";

interface Call {
  readonly name: string;
  readonly format: string;
  readonly zone: string;
}

/** Expressions that mean nothing, dates that cannot be written, braces that do not close. */
export function templateProblems(template: string, kind: 'plain' | 'version'): Problem[] {
  const problems = [...template.matchAll(expression)].flatMap(
    ([text, inside = '']) => expressionProblem(text, inside, kind) ?? [],
  );
  const rest = template.replaceAll(expression, '');
  return rest.includes('{{') ? [...problems, { text: 'an expression that is not closed by }}' }] : problems;
}

function expressionProblem(text: string, inside: string, kind: 'plain' | 'version'): Problem | undefined {
  const allowed = [...plainNames, ...dateNames, ...(kind === 'version' ? versionNames : [])];
  const call = readCall(inside);
  if (call && dateNames.includes(call.name)) {
    const problem = dateProblem(call.format, call.zone);
    return problem === undefined ? undefined : { text: `${text}: ${problem}`, example: dateExample };
  }
  if (call && allowed.includes(call.name)) return undefined;
  const word = /^[\w-]+/.exec(inside)?.[0] ?? inside;
  if (dateNames.includes(word)) return { text: `${text} is no date expression`, example: dateExample };
  const example = kind === 'version' ? '{{version}}' : '{{branch}}';
  return { text: `the unknown expression ${text}`, word, allowed, example };
}

/** Whether a template uses an expression. */
export function usesExpression(template: string, ...names: string[]): boolean {
  return [...template.matchAll(expression)].some(([, inside = '']) => names.includes(readCall(inside)?.name ?? ''));
}

/** The template with its expressions replaced; never escaped for HTML. */
export function renderTemplate(template: string, { values, now, commitDate }: TemplateFacts): string {
  return template.replaceAll(expression, (_, inside: string) => {
    const call = readCall(inside);
    if (call?.name === 'date') return formatDate(now, call.format, call.zone);
    if (call?.name === 'commit_date') return formatDate(commitDate, call.format, call.zone);
    return values[call?.name ?? ''] ?? '';
  });
}

/** `name`, or `name 'format' tz='Area/City'`. */
function readCall(inside: string): Call | undefined {
  const match = /^([a-z_]+)(?:\s+(["'])(.*?)\2)?(?:\s+tz=(["'])(.*?)\4)?$/.exec(inside);
  return match ? { name: match[1] ?? '', format: match[3] ?? '', zone: match[5] ?? 'UTC' } : undefined;
}
