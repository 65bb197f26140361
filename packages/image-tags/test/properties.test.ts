import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultTags, labelLine, legalTag, overrideLabels } from '../src/index.ts';
import { applied, branch, names, tag } from './run-facts.ts';

const grammar = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;
const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 });
/** Names with what is common in branches, so that collisions are found. */
const nearlyLegal = fc.string({
  unit: fc.constantFrom('a', 'B', '1', '.', '-', '_', '/', '&', 'ü', '+'),
  minLength: 1,
  maxLength: 160,
});
const name = fc.oneof(anyText, nearlyLegal);
const settings = { numRuns: 2000 };

describe('any name', () => {
  it('gives a legal tag, always the same', () => {
    fc.assert(
      fc.property(name, (raw) => {
        expect(legalTag(raw).name).toMatch(grammar);
        expect(legalTag(raw)).toEqual(legalTag(raw));
      }),
      settings,
    );
  });

  it('that is legal stays as it is, and a tag made legal stays so', () => {
    fc.assert(
      fc.property(name, (raw) => {
        const { name: made } = legalTag(raw);
        expect(legalTag(made)).toEqual({ name: made, change: '' });
        if (grammar.test(raw)) expect(made).toBe(raw);
      }),
      settings,
    );
  });

  it('shares its tag only with names that differ in replaced characters alone', () => {
    const plain = (raw: string): string => raw.replaceAll(/[^a-zA-Z0-9._-]+/g, '-');
    fc.assert(
      fc.property(name, name, (a, b) => {
        if (legalTag(a).name === legalTag(b).name) expect(plain(a)).toBe(plain(b));
      }),
      settings,
    );
  });

  it('of a branch gives legal tags by every rule, each once, `latest` for none but a default branch', () => {
    const rules = 'type=ref,event=branch\ntype=raw,value={{branch}}\ntype=raw,value=x{{branch}}\ntype=sha';
    fc.assert(
      fc.property(name, (refName) => {
        const given = names(branch(refName), rules);
        for (const each of given) expect(each).toMatch(grammar);
        expect(new Set(given).size).toBe(given.length);
        expect(given).not.toContain('latest');
        for (const each of defaultTags(branch(refName))) expect(each.name).toMatch(grammar);
      }),
    );
  });

  it('of a git tag gives legal tags by every rule', () => {
    const rules =
      'type=semver,pattern={{version}}\ntype=pep440,pattern={{major}}\ntype=match,pattern=.+\ntype=ref,event=tag';
    fc.assert(
      fc.property(name, (refName) => {
        for (const each of applied(tag(refName), rules).tags) expect(each.name).toMatch(grammar);
      }),
    );
  });

  it('of a label stays on one line', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const [label] = overrideLabels([], [{ key: 'a', value }]);
        expect(labelLine(label!).split(/\r\n|[\r\n]/)).toHaveLength(1);
      }),
    );
  });
});

it('any version gives its line and itself', () => {
  const number = fc.nat(9999).map(String);
  fc.assert(
    fc.property(number, number, number, (major, minor, patch) => {
      const rules = 'type=semver,pattern={{version}}\ntype=semver,pattern={{major}}.{{minor}}';
      const version = `${major}.${minor}.${patch}`;
      expect(names(tag(`v${version}`), rules)).toEqual([version, `${major}.${minor}`, 'latest']);
    }),
  );
});
