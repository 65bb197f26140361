import { describe, expect, it } from '@jest/globals';
import { imageName, isTag, parseReference } from '../src/index.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('image references', () => {
  it('are split into registry, repository, tag and digest', () => {
    expect(parseReference(`localhost:5000/a/b:v1@${digest}`)).toEqual({
      ok: true,
      reference: { registry: 'localhost:5000', repository: 'a/b', tag: 'v1', digest },
    });
  });

  it('without a host are Docker Hub’s', () => {
    const parsed = ['nginx', 'org/app'].map((text) => parseReference(text));
    expect(parsed.map((item) => (item.ok ? imageName(item.reference) : ''))).toEqual([
      'docker.io/library/nginx',
      'docker.io/org/app',
    ]);
  });

  it('with a port but no tag keep the port', () => {
    expect(parseReference('127.0.0.1:5000/app')).toEqual({
      ok: true,
      reference: { registry: '127.0.0.1:5000', repository: 'app' },
    });
  });

  it('in upper case are refused with the name in lower case', () => {
    expect(parseReference('ghcr.io/Org/App')).toEqual({ ok: false, problem: 'must be lower-case: ghcr.io/org/app' });
  });

  it.each([
    'ghcr.io/foo bar/baz',
    'ghcr.io//x',
    'ghcr.io/a/b:',
    'ghcr.io/a:-x',
    'ghcr.io/a@sha256:12',
    '',
    `ghcr.io/${'a'.repeat(260)}`,
  ])('"%s" is refused', (text) => {
    expect(parseReference(text).ok).toBe(false);
  });

  it('take tags of up to 128 legal characters', () => {
    expect([isTag('a'.repeat(128)), isTag('_x.y-z'), isTag('a'.repeat(129)), isTag('.x'), isTag('a/b')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
