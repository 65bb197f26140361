import { parsePythonVersion } from '../versions/pep440.ts';
import { anyVersionAtEnd, parseVersion, versionAtEnd, type Version } from '../versions/version.ts';
import { renderTemplate } from '../templates/template.ts';
import { regularExpression, type TagRule } from './rule-syntax.ts';
import { componentHint, nothing, type Release, type RuleResult } from './rule-result.ts';
import { templateFacts, type RuleFacts } from './run-facts.ts';

type Render = (text?: string) => string;

/** The value of a semver or pep440 rule. */
export function versionValue(rule: TagRule, facts: RuleFacts, render: Render): RuleResult {
  const { type, attributes } = rule;
  const given = sourceText(attributes, facts, render);
  if (given === undefined) return nothing('the ref is no tag');
  const match = attributes['match'] ? regularExpression(attributes['match'])?.exec(given) : undefined;
  if (match === null) return nothing(`${given} does not match ${attributes['match'] ?? ''}`, true);
  const raw = (match ? (match[1] ?? match[0]) : given).replaceAll('/', '-');
  const version = type === 'semver' ? parseVersion(raw) : parsePythonVersion(raw);
  if (!version) return nothing(noVersion(raw, given, match === undefined), true);
  const pattern = attributes['pattern'] ?? '';
  const release = releaseOf(pattern, version, given);
  const isRaw = /^\{\{\s*raw\s*\}\}$/.test(pattern);
  if (version.prerelease && !isRaw)
    return { value: version.text, why: `${given} is a pre-release: its version alone`, latest: false, release };
  if (release.line === '0') return nothing('0 is no release line: releases 0.x promise nothing of each other');
  const parts = { raw, version: version.text, ...numbers(version), build: /\+(.*)$/.exec(raw)?.[1] ?? '' };
  const context = templateFacts(facts);
  const value = renderTemplate(pattern, { ...context, values: { ...context.values, ...parts } });
  const why = release.line === undefined ? `the version of ${given}` : `the release line of ${given}`;
  return { value, why, latest: !version.prerelease, release };
}

function noVersion(raw: string, given: string, whole: boolean): string {
  const before = whole ? versionAtEnd(given)?.before : undefined;
  return `"${raw}" is no version${before?.includes('/') ? `; ${componentHint(before)} for releases of ${before.replace(/\/.*$/, '')}` : ''}`;
}

function numbers({ major, minor, patch, prerelease }: Version): Record<string, string> {
  return { major, minor, patch, prerelease };
}

function releaseOf(pattern: string, version: Version, given: string): Release {
  const line = lineOf(pattern, version);
  const [, before = '', after = ''] = /^([^{]*)\{\{.*\}\}([^}]*)$/.exec(pattern) ?? [];
  return {
    version,
    ...(line !== undefined && { line }),
    ...{ before: before === 'v' ? '' : before, after },
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
  const pattern = attributes['pattern'] ?? '';
  const match = regularExpression(pattern)?.exec(given);
  if (!match) return nothing(`${given} does not match ${pattern}`, true);
  const value = match[Number(attributes['group'] ?? '0')];
  if (!value)
    return nothing(`${given} matches ${pattern}, but group ${attributes['group'] ?? '0'} holds nothing`, true);
  const found = anyVersionAtEnd(given);
  const why = `${given} matches ${pattern}`;
  if (!found) return { value, why, latest: true };
  const { before: component, version } = found;
  const isLine =
    `${version.text}.`.startsWith(`${value.replace(/^v/, '')}.`) && value.replace(/^v/, '') !== version.text;
  const line = isLine ? { line: value.replace(/^v/, '') } : {};
  const before = anyVersionAtEnd(value)?.before ?? '';
  return { value, why, latest: true, release: { version, ...line, before, after: '', component } };
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
