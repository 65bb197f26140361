import { describe, expect, it } from '@jest/globals';
import {
  annotationLines,
  defaultLabels,
  overrideLabels,
  parseRules,
  sourceFacts,
  sourceLines,
} from '@data-profiler-actions/image-tags';
import { holdBack } from '../src/decision/older-release.ts';
import { describeImage } from '../src/decision/metadata.ts';
import { imageLines } from '../src/request/images.ts';
import { readVariables } from '../src/request/variables.ts';
import { ruleFacts } from '../src/run/facts.ts';
import { decide, event, names, now, sha, variables } from './decide.ts';

const grammar = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const branchRule = 'type=ref,event=branch';
const problems = (rules: string): string =>
  parseRules(sourceLines(rules))
    .problems.map(({ text }) => text)
    .join();

/** What was seen to come out wrong, or without a word, of docker/metadata-action's bundle. */
describe('what goes wrong elsewhere', () => {
  it('1: a branch of 200 characters gives a tag of 128, which another long branch does not share', () => {
    const [one, two] = ['1', '2'].map((end) => decide(`refs/heads/${'b'.repeat(199)}${end}`, branchRule).tags[0]!);
    expect(one!.name).toHaveLength(128);
    expect(one!.name).not.toBe(two!.name);
    expect(one!.change).toContain('longer than 128');
  });

  it.each(['-.weird', '.github-fix'])('2: branch %s gives a tag with a legal first character', (branch) => {
    const [tag] = decide(`refs/heads/${branch}`, branchRule).tags;
    expect(tag!.name).toMatch(grammar);
    expect(tag!.change).toContain('starts with');
  });

  it('3: a branch without one legal letter has a tag of its own', () => {
    const given = ['функция/日本', '函数/日本'].map((branch) => names(decide(`refs/heads/${branch}`, branchRule))[0]);
    expect(given[0]).toMatch(grammar);
    expect(given[0]).not.toBe(given[1]);
  });

  it('4: an ampersand is not escaped as in HTML', () => {
    expect(names(decide('refs/heads/feat/a&b', 'type=raw,value={{branch}}'))).toEqual(['feat-a-b']);
  });

  it('5: neither is an apostrophe in a label', () => {
    const run = event("refs/heads/it's=x");
    const inputs = { labels: [{ key: 'my.branch', value: '{{branch}}' }], annotations: [], variables };
    const { labels } = describeImage(
      [],
      decide(run.ref),
      { event: run, facts: ruleFacts(run, variables, now) },
      inputs,
    );
    expect(labels).toContainEqual({ key: 'my.branch', value: "it's=x" });
  });

  it('6: a misspelt attribute publishes nothing', () => {
    expect(problems('type=raw,value=x,enabled=false')).toContain('unknown attribute "enabled"');
  });

  it('7: a patch of an old line does not take latest', () => {
    const decided = decide('refs/tags/v1.0.9', 'type=semver,pattern={{version}}');
    expect(names(holdBack(decided, { ok: true, where: 'registry', tags: ['2.1.0', 'latest'] }))).toEqual(['1.0.9']);
  });

  it.each([branchRule, 'type=raw,value={{branch}}', ''])(
    '8: a branch called latest does not take latest (%s)',
    (rules) => {
      expect(names(decide('refs/heads/latest', rules))).not.toContain('latest');
    },
  );

  it('9: the creation of a tag is not the default branch', () => {
    const rule = 'type=raw,value=latest,enable={{is_default_branch}}';
    expect(names(decide('refs/tags/v1', rule, 'auto', 'create'))).toEqual([]);
  });

  it('9b: neither is the creation of another branch', () => {
    const rule = 'type=raw,value=latest,enable={{is_default_branch}}';
    expect(names(decide('refs/heads/side', rule, 'auto', 'create'))).toEqual([]);
  });

  it('10: an image with a blank or a tag is refused', () => {
    expect(imageLines().parse('ghcr.io/foo bar/Baz:latest').ok).toBe(false);
  });

  it('11: no reference is listed twice', () => {
    const rules = 'type=semver,pattern={{version}}\nlatest';
    expect(names(decide('refs/tags/v1.2.3', rules))).toEqual(['1.2.3', 'latest']);
    expect(imageLines().parse('ghcr.io/Org/App\nghcr.io/org/app')).toEqual({ ok: true, value: ['ghcr.io/org/app'] });
  });

  it('12: names that become one tag are told', () => {
    const decided = decide('refs/heads/main', 'feature/x\nfeature-x\nfeature:x');
    expect(names(decided)).toEqual(['feature-x']);
    expect(decided.silent).toHaveLength(2);
    expect(decided.silent.every(({ warn }) => warn)).toBe(true);
  });

  it('13: a priority that is no number is refused', () => {
    expect(problems('type=raw,value=x,priority=high')).toContain('priority "high"');
  });

  it('14: a release of one part of a monorepo does not take latest, and the rule for it is told', () => {
    const decided = decide('refs/tags/app/v1.2.3', 'type=semver,pattern={{version}}\ntype=ref,event=tag');
    expect(names(decided)).toEqual(['app-v1.2.3']);
    expect(decided.silent.map(({ why }) => why).join()).toContain('match=^app/(.*)$');
  });

  it('an indented comment is no tag', () => {
    expect(names(decide('refs/heads/main', '   # note\nmain'))).toEqual(['main']);
  });

  it('a quoted field keeps its comma', () => {
    expect(names(decide('refs/heads/main', 'type=raw,"value=a,b"'))).toEqual(['a-b']);
  });

  it('a description of several lines makes one label', () => {
    const run = event('refs/heads/main', 'push', {
      repository: { description: 'one\norg.opencontainers.image.title=evil' },
    });
    const labels = defaultLabels(sourceFacts(run, 'main', sha, ''));
    expect(labels).toHaveLength(8);
    expect(annotationLines(overrideLabels(labels, [])).join('\n').split('\n')).toHaveLength(16);
  });

  it('a calendar version is a version', () => {
    expect(names(decide('refs/tags/v2024.01.02', 'type=semver,pattern={{version}}'))).toEqual(['2024.01.02', 'latest']);
  });

  it('0 is no release line', () => {
    expect(names(decide('refs/tags/0.3.1', 'type=semver,pattern={{major}}'))).toEqual([]);
    expect(names(decide('refs/tags/0.3.1', 'type=semver,pattern={{version}}\ntype=semver,pattern={{major}}'))).toEqual([
      '0.3.1',
      'latest',
    ]);
  });

  it('an unknown time zone is refused', () => {
    expect(problems("type=raw,value={{date 'YYYY' tz='Mars/Base'}}")).toContain('no time zone');
  });

  it.each([
    [{ DOCKER_METADATA_ANNOTATIONS_LEVELS: 'bogus' }, 'bogus'],
    [{ DOCKER_METADATA_SHORT_SHA_LENGTH: 'long' }, 'long'],
    [{ DOCKER_METADATA_SHORT_SHA_LENGTH: '0' }, '"0"'],
  ])('a variable that means nothing is refused: %j', (env, word) => {
    expect(
      readVariables(env)
        .mistakes.map(({ problem }) => problem)
        .join(),
    ).toContain(word);
  });
});
