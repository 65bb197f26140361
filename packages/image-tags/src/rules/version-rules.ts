import { parsePythonVersion } from '../versions/pep440.ts';
import { anyVersionAtEnd, parseVersion, versionAtEnd, type Version } from '../versions/version.ts';
import { renderTemplate } from '../templates/template.ts';
import { regularExpression } from './regular-expression.ts';
import { componentHint, componentName, hardlyMeant, nothing, type Release, type RuleResult } from './rule-result.ts';
import type { TagRule } from './rule-syntax.ts';
import { templateFacts, type RuleFacts } from './run-facts.ts';

type Render = (text?: string) => string;

/** The value of a semver or pep440 rule. */
export function versionValue(rule: TagRule, facts: RuleFacts, render: Render): RuleResult {
  const { type, attributes } = rule;
  const given = sourceText(attributes, facts, render);
  if (given === undefined) return nothing('the ref is no tag');
  const { match = '', pattern = '' } = attributes;
  const part = match === '' ? given : partThatMatches(match, given);
  if (part === undefined) return hardlyMeant(`${given} does not match ${match}`);
  const raw = part.replaceAll('/', '-');
  const version = type === 'semver' ? parseVersion(raw) : parsePythonVersion(raw);
  if (!version) return hardlyMeant(`"${raw}" is no version${match === '' ? hintOfComponent(given) : ''}`);
  const release = releaseOf(pattern, version, given);
  const isRaw = /^\{\{\s*raw\s*\}\}$/.test(pattern);
  if (version.prerelease && !isRaw)
    return { value: version.text, why: `${given} is a pre-release: its version alone`, latest: false, release };
  if (release.line === '0') return nothing('0 is no release line: releases 0.x promise nothing of each other');
  const context = templateFacts(facts);
  const value = renderTemplate(pattern, { ...context, values: { ...context.values, ...partsOf(raw, version) } });
  const why = release.line === undefined ? `the version of ${given}` : `the release line of ${given}`;
  return { value, why, latest: !version.prerelease, release };
}

/** The first group of the expression, or all that it matches. */
function partThatMatches(expression: string, given: string): string | undefined {
  const match = regularExpression(expression)?.exec(given);
  return match?.[1] ?? match?.[0];
}

/** What to write where a tag is that of a monorepo's part. */
function hintOfComponent(given: string): string {
  const before = versionAtEnd(given)?.before ?? '';
  return before.includes('/') ? `; ${componentHint(before)} for releases of ${componentName(before)}` : '';
}

/** What the expressions stand for that a version's pattern may hold besides. */
function partsOf(raw: string, { text, major, minor, patch, prerelease }: Version): Record<string, string> {
  return { raw, version: text, major, minor, patch, prerelease, build: /\+(.*)$/.exec(raw)?.[1] ?? '' };
}

function releaseOf(pattern: string, version: Version, given: string): Release {
  const [, before = '', after = ''] = /^([^{]*)\{\{.*\}\}([^}]*)$/.exec(pattern) ?? [];
  return {
    version,
    line: lineOf(pattern, version),
    before: before === 'v' ? '' : before,
    after,
    component: versionAtEnd(given)?.before ?? '',
  };
}

/** A pattern without patch number makes a tag that later versions move on: `1.2`, or `1`. */
function lineOf(pattern: string, { major, minor }: Version): string | undefined {
  if (/\{\{\s*(?:raw|version|patch)\s*\}\}/.test(pattern)) return undefined;
  if (/\{\{\s*minor\s*\}\}/.test(pattern)) return `${major}.${minor}`;
  return /\{\{\s*major\s*\}\}/.test(pattern) ? major : undefined;
}

/** The value of a match rule. A part of a version, such as `1.2` of `v1.2.3`, is a release line. */
export function matchValue({ attributes }: TagRule, facts: RuleFacts, render: Render): RuleResult {
  const given = sourceText(attributes, facts, render);
  if (given === undefined) return nothing('the ref is no tag');
  const { pattern = '', group = '0' } = attributes;
  const match = regularExpression(pattern)?.exec(given);
  if (!match) return hardlyMeant(`${given} does not match ${pattern}`);
  const value = match[Number(group)];
  if (!value) return hardlyMeant(`${given} matches ${pattern}, but group ${group} holds nothing`);
  const found = anyVersionAtEnd(given);
  const why = `${given} matches ${pattern}`;
  if (!found) return { value, why, latest: true };
  const { before: component, version } = found;
  const line = lineIn(value, version);
  const before = anyVersionAtEnd(value)?.before ?? '';
  return { value, why, latest: true, release: { version, line, before, after: '', component } };
}

/** The release line that a part of a version is; undefined for the whole version and for anything else. */
function lineIn(value: string, { text }: Version): string | undefined {
  const part = value.replace(/^v/, '');
  return part !== text && `${text}.`.startsWith(`${part}.`) ? part : undefined;
}

/** `value`, else the tag's name; undefined where there is neither. */
function sourceText(
  attributes: Readonly<Record<string, string>>,
  facts: RuleFacts,
  render: Render,
): string | undefined {
  if (attributes['value']) return render(attributes['value']).replace(/^refs\/tags\//, '');
  return facts.refKind === 'tag' ? facts.refName : undefined;
}
