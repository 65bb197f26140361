import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shardSuffix } from '../shards/shard.ts';
import type { Leg, TestResult } from '../legs/model.ts';

/** Writes one JUnit file a leg that ran; `relative` makes a path relative to the repository's root. */
export function writeJunit(legs: readonly Leg[], folder: string, relative: (file: string) => string): void {
  for (const leg of legs)
    if (leg.tests.length > 0)
      writeFileSync(
        join(folder, `junit-${leg.version}-${leg.suite}${shardSuffix(leg.shard)}.xml`),
        junitXml(leg, relative),
      );
}

/** JUnit as most readers take it, with what pytest's own lacks: file and 1-based line of every test, and counts that add up. */
export function junitXml(leg: Leg, relative: (file: string) => string): string {
  const { failed, errors, skipped, xfailed } = leg.counts;
  const counts = `tests="${leg.tests.length}" failures="${failed}" errors="${errors}" skipped="${skipped + xfailed}" time="${leg.seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<testsuites name="pytest" ${counts}>`,
    `<testsuite name="${leg.version} ${leg.suite}" ${counts}>`,
    properties([
      ['python', leg.version],
      ['suite', leg.suite],
    ]),
    ...leg.tests.map((test) => testCase(test, relative)),
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(test: TestResult, relative: (file: string) => string): string {
  const { classname, name } = namesOf(test.id);
  const open = `<testcase classname="${xml(classname)}" name="${xml(name)}" file="${xml(relative(test.file))}" line="${test.line}" time="${test.seconds.toFixed(6)}"`;
  const body = properties(propertiesOf(test)) + detail(test) + reruns(test);
  return body ? `${open}>${body}</testcase>` : `${open}/>`;
}

/** pytest's names of a node id, `file::Class::test[parameters]`; parameters may hold `::` themselves. */
function namesOf(id: string): { readonly classname: string; readonly name: string } {
  const [, path = id, inside = '', parameters = ''] = /^(.*?)::([^[]*)(.*)$/s.exec(id) ?? [];
  const names = inside.split('::');
  return {
    classname: [path.replace(/\.py$/, '').replaceAll('/', '.'), ...names.slice(0, -1)].join('.'),
    name: `${names.at(-1) ?? ''}${parameters}` || path,
  };
}

/** Reruns in the words of Maven's Surefire reports, which most readers know. */
function reruns({ outcome, rerun }: TestResult): string {
  if (!rerun) return '';
  const element = outcome === 'passed' ? 'flakyFailure' : 'rerunFailure';
  return `<${element} message="${xml(rerun.message)}"/>`;
}

function propertiesOf({ properties: noted = [], rerun }: TestResult): (readonly [string, string])[] {
  return [...noted, ...(rerun ? [['reruns', String(rerun.times)] as const] : [])];
}

function properties(pairs: readonly (readonly [name: string, value: string])[]): string {
  const each = pairs.map(([name, value]) => `<property name="${xml(name)}" value="${xml(value)}"/>`);
  return each.length > 0 ? `<properties>${each.join('')}</properties>` : '';
}

function detail({ outcome, message, text }: TestResult): string {
  switch (outcome) {
    case 'failed':
      return `<failure message="${xml(message)}">${xml(text)}</failure>`;
    case 'error':
      return `<error message="${xml(message)}">${xml(text)}</error>`;
    case 'skipped':
      return `<skipped message="${xml(message)}"/>`;
    case 'xfailed':
      return `<skipped type="pytest.xfail" message="${xml(message)}"/>`;
    default:
      return '';
  }
}

/** Escaped for text and attributes; characters that XML 1.0 (section 2.2) forbids are shown as `\x1b`. */
function xml(text: string): string {
  // Nearly all names are plain, and a large suite has thousands.
  return /^[\w\-./:[\] ]*$/.test(text) ? text : escaped(text);
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, (character) =>
      /[\t\n\r]/.test(character) ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
