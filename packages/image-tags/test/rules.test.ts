import { describe, expect, it } from '@jest/globals';
import { newerRelease, parseFlavor, parseRules, parseVersion, releasesAmong, sourceLines } from '../src/index.ts';
import type { RuleFacts } from '../src/index.ts';
import { applied, base, branch, names as namesOf, pull, tag } from './run-facts.ts';

const names = (facts: RuleFacts, rules: string[], flavor: string[] = []): string[] =>
  namesOf(facts, rules.join('\n'), flavor.join('\n'));

const line = [
  'type=semver,pattern={{version}}',
  'type=semver,pattern={{major}}.{{minor}}',
  'type=semver,pattern={{major}}',
];

describe('rules of the user’s own', () => {
  it.each<[string, RuleFacts, string[], string[]]>([
    ['a release', tag('v1.2.3'), line, ['1.2.3', '1.2', '1', 'latest']],
    ['a pre-release', tag('v1.2.3-rc.1'), line, ['1.2.3-rc.1']],
    ['a calendar version', tag('v2024.01.02'), line, ['2024.01.02', '2024.01', '2024', 'latest']],
    ['raw of a pre-release', tag('v1.2.3-rc.1'), ['type=semver,pattern={{raw}}'], ['v1.2.3-rc.1']],
    ['no version', tag('nightly'), line, []],
    ['a branch where versions are asked', base, line, []],
    ['semver by value', base, ['type=semver,pattern={{version}},value=v2.0.0'], ['2.0.0', 'latest']],
    [
      'semver of a monorepo',
      tag('app/v1.2.3'),
      ['type=semver,pattern={{version}},match=app/(.*)'],
      ['1.2.3', 'latest'],
    ],
    ['Python release', tag('1.2'), ['type=pep440,pattern={{version}}'], ['1.2', 'latest']],
    ['Python pre-release', tag('v1.2.0rc1'), ['type=pep440,pattern={{major}}.{{minor}}'], ['1.2.0rc1']],
    ['match', tag('v1.2.3'), [String.raw`type=match,pattern=v(\d+).*,group=1`], ['1', 'latest']],
    ['ref branch', branch('feature/x'), ['type=ref,event=branch'], ['feature-x']],
    ['ref tag', tag('app/v1.2.3'), ['type=ref,event=tag'], ['app-v1.2.3']],
    ['ref pr', pull, ['type=ref,event=pr'], ['pr-7']],
    ['ref pr without prefix', pull, ['type=ref,event=pr,prefix='], ['7']],
    ['edge', base, ['type=edge'], ['edge']],
    ['edge of another branch', base, ['type=edge,branch=develop'], []],
    ['sha', base, ['type=sha'], ['sha-0123456']],
    ['sha in full', base, ['type=sha,format=long,prefix='], [base.sha]],
    ['raw', base, ['latest'], ['latest']],
    ['raw with a comma', base, ['type=raw,"value=a,b"'], ['a-b']],
    ['raw, never escaped', branch('feat/a&b'), ['type=raw,value={{branch}}'], ['feat-a-b']],
    ['not enabled', base, ['type=raw,value=x,enable={{is_not_default_branch}}'], []],
    [
      'a schedule',
      { ...base, eventName: 'schedule' },
      ["type=schedule,pattern={{date 'YYYYMMDD' tz='Asia/Tokyo'}}"],
      ['20260305'],
    ],
    ['the commit date', base, ["type=raw,value={{commit_date 'YY.M.D-HHmmss'}}"], ['26.1.2-030405']],
    ['priority', base, ['type=sha', 'type=raw,value=b', 'type=raw,value=a,priority=300'], ['a', 'b', 'sha-0123456']],
    ['one tag by two rules', branch('x'), ['type=ref,event=branch', 'x'], ['x']],
    ['a branch called latest', branch('latest'), ['type=ref,event=branch'], ['latest-5e1e2bca']],
  ])('give the tags of %s', (_, facts, rules, expected) => {
    expect(names(facts, rules)).toEqual(expected);
  });

  it.each<[string[], string[]]>([
    [['latest=false'], ['1.2.3']],
    [['suffix=-alpine'], ['1.2.3-alpine', 'latest']],
    [['suffix=-alpine,onlatest=true'], ['1.2.3-alpine', 'latest-alpine']],
    [['prefix=a=b-'], ['a-b-1.2.3', 'latest']],
  ])('follow the flavor %j', (flavor, expected) => {
    expect(names(tag('v1.2.3'), ['type=semver,pattern={{version}}'], flavor)).toEqual(expected);
  });

  it('keep the version that the first rule gave when latest is it', () => {
    expect(names(base, ['type=raw,value=latest', 'type=sha'], ['latest=true'])).toEqual(['latest', 'sha-0123456']);
  });

  it.each([
    ['type=raw,value=x,enabled=false', 'unknown attribute "enabled"'],
    ['type=semvr,pattern={{version}}', 'unknown type "semvr"'],
    ['type=semver', 'needs pattern='],
    ['type=raw,value=x,priority=high', 'no number'],
    ['type=raw,value={{brunch}}', 'unknown expression {{brunch}}'],
    ["type=raw,value={{date 'YYYY' tz='Mars/Base'}}", 'no time zone'],
    ['type=raw,value={{date}}', "needs a format like 'YYYYMMDD'"],
    ['type=raw,value={{date YYYY}}', 'no date expression'],
    ['type=raw,value={{branch', 'not closed'],
    ['type=raw,"value=a', 'quote that is not closed'],
    ['type=match,pattern=(', 'no regular expression'],
    ['type=ref,event=push', 'has event "push"'],
  ])('refuse %s', (rule, problem) => {
    expect(
      parseRules(sourceLines(rule))
        .problems.map(({ text }) => text)
        .join(),
    ).toContain(problem);
  });

  it('refuse an enable that is neither true nor false', () => {
    expect(applied(base, 'type=raw,value=x,enable={{branch}}').problems).toHaveLength(1);
  });

  it.each(['latest=maybe', 'onlatest=true', 'sufix=x'])('refuse the flavor %s', (flavor) => {
    expect(parseFlavor(sourceLines(flavor)).problems).toHaveLength(1);
  });
});

describe('older releases', () => {
  const version = parseVersion('1.2.3')!;

  it.each<[string[], string | undefined, string | undefined]>([
    [['1.2.2', 'main', 'latest'], undefined, undefined],
    [['1.10.0', '1.9.0'], undefined, '1.10.0'],
    [['2.0.0-rc.1'], undefined, undefined],
    [['2.0.0'], '1.2', undefined],
    [['1.2.10'], '1.2', '1.2.10'],
    [['1.20.0'], '1.2', undefined],
    [['1.20.0'], '1', '1.20.0'],
  ])('among %j in line %s: %s', (tags, of, newer) => {
    expect(newerRelease(version, releasesAmong(tags, { scheme: 'semver', prefix: '', suffix: '' }), of)?.text).toBe(
      newer,
    );
  });

  it('a pre-release is older than its release', () => {
    expect(newerRelease(parseVersion('1.2.3-rc.1')!, [version])?.text).toBe('1.2.3');
    expect(newerRelease(parseVersion('1.2.4-rc.1')!, [version])).toBeUndefined();
  });

  it('with a suffix count tags of that suffix only', () => {
    expect(
      releasesAmong(['2.0.0', '1.0.0-alpine'], { scheme: 'semver', prefix: '', suffix: '-alpine' }).map(
        ({ text }) => text,
      ),
    ).toEqual(['1.0.0']);
  });
});
