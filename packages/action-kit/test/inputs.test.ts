import { describe, expect, it } from '@jest/globals';
import {
  credentials,
  flag,
  keyValues,
  list,
  listOf,
  number,
  oneOf,
  optionalNumber,
  path,
  readInputs,
  secretValues,
  UserError,
} from '../src/index.ts';

const spec = {
  'on-empty': oneOf('fail', 'warn', 'skip'),
  'min-tests': number({ min: 0, integer: true }),
  'fail-under': optionalNumber({ min: 0, max: 100 }),
  'working-directory': path(),
  scanners: listOf('bandit', 'semgrep'),
};
const good = {
  'INPUT_ON-EMPTY': 'fail',
  'INPUT_MIN-TESTS': '1',
  'INPUT_WORKING-DIRECTORY': '.',
  INPUT_SCANNERS: 'bandit',
};

function problemsOf(env: Record<string, string>): string {
  try {
    readInputs(spec, () => [], env);
    return '';
  } catch (thrown) {
    return thrown instanceof UserError ? thrown.message : 'a bug';
  }
}

describe('reading the inputs of an action', () => {
  it('gives typed values under camelCase names', () => {
    expect(readInputs(spec, () => [], good)).toEqual({
      onEmpty: 'fail',
      minTests: 1,
      failUnder: undefined,
      workingDirectory: '.',
      scanners: ['bandit'],
    });
  });

  it('reports every mistake at once, with the value and a suggestion', () => {
    const message = problemsOf({
      ...good,
      'INPUT_ON-EMPTY': 'warm',
      'INPUT_FAIL-UNDER': '120',
      INPUT_SCANNERS: 'bandit, semgrap',
    });
    expect(message).toContain('3 inputs are wrong');
    expect(message).toContain('Input "on-empty" must be one of fail, warn, skip (did you mean warn?); got "warm".');
    expect(message).toContain('Input "fail-under" must be a number from 0 to 100; got "120".');
    expect(message).toContain('"semgrap" (did you mean semgrep?)');
  });

  it('refuses paths that leave the workspace', () => {
    for (const outside of ['../up', '/etc', 'a/../../b'])
      expect(problemsOf({ ...good, 'INPUT_WORKING-DIRECTORY': outside })).toContain('inside the workspace');
  });

  it('never shows the value of a confidential input', () => {
    const confidential = { credentials: credentials() };
    expect(() => readInputs(confidential, () => [], { INPUT_CREDENTIALS: 'host hunter2' })).toThrow(
      /its text is not shown/,
    );
    expect(() => readInputs(confidential, () => [], { INPUT_CREDENTIALS: 'host hunter2' })).not.toThrow(/hunter2/);
    const parsed = secretValues().parse('# two\na=1\nhunter2');
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringMatching(/; line 3 is not that/) });
    expect(JSON.stringify(parsed)).not.toContain('hunter2');
    expect(secretValues().parse('a=1=2')).toEqual({ ok: true, value: [{ key: 'a', value: '1=2' }] });
  });
});

describe('credentials', () => {
  it.each([
    ['https://ghcr.io octo secret', /without https:\/\/ and without a path; line 1 is not that/],
    ['ghcr.io/org octo secret', /line 1 is not that/],
    ['ghcr.io octo secret\n# two\nGHCR.io other secret', /names a host twice: line 3/],
  ])('written as %j are refused without their text', (text, words) => {
    const parsed = credentials().parse(text);
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringMatching(words) });
    expect(JSON.stringify(parsed)).not.toMatch(/octo|other|secret/);
  });

  it('may name Docker Hub as Docker does', () => {
    expect(credentials().parse('https://index.docker.io/v1/ octo a b')).toMatchObject({ ok: true });
  });
});

describe('the kinds of inputs', () => {
  it.each([
    ['commas, newlines, blanks and comments', list().parse('a, b\n# no\n\n c '), ['a', 'b', 'c']],
    [
      'key=value split at the first =',
      keyValues().parse('A=1=2\nB=x, y'),
      [
        { key: 'A', value: '1=2' },
        { key: 'B', value: 'x, y' },
      ],
    ],
    [
      'a password with blanks',
      credentials().parse('ghcr.io me a b c'),
      [{ host: 'ghcr.io', user: 'me', password: 'a b c' }],
    ],
    ['a flag in capitals', flag().parse('TRUE'), true],
    ['a path with a trailing slash', path().parse('api/'), 'api'],
  ])('read %s', (_, parsed, expected) => {
    expect(parsed).toEqual({ ok: true, value: expected });
  });
});
