import { describe, expect, it } from '@jest/globals';
import { readActionInputs } from '../src/inputs.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const given = { INPUT_CONTEXT: 'workflow', INPUT_LATEST: 'auto' };
const mistakesOf = (inputs: Readonly<Record<string, string>>): string => {
  try {
    readActionInputs({ ...given, ...inputs });
    return '';
  } catch (thrown) {
    return String(thrown);
  }
};

describe('the input push', () => {
  it.each(['', 'true', 'false', 'force'])('may be "%s" with promote', (push) => {
    expect(mistakesOf({ INPUT_PUSH: push, INPUT_PROMOTE: digest })).toBe('');
  });

  it.each(['true', 'force'])('is a mistake as %s without promote', (push) => {
    expect(mistakesOf({ INPUT_PUSH: push })).toContain(`Input "push" is ${push} without "promote"`);
  });

  it('is told of a promote that is wrong by that alone', () => {
    expect(mistakesOf({ INPUT_PUSH: 'true', INPUT_PROMOTE: '!' })).toMatch(/^UserError: Input "promote" [^\n]*$/);
  });

  it('is one of its words', () => {
    expect(mistakesOf({ INPUT_PUSH: 'forse', INPUT_PROMOTE: digest })).toContain(
      'must be empty or one of true, false, force (did you mean force?)',
    );
  });
});
