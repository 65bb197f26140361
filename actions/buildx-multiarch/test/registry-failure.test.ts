import { UserError } from '@data-profiler-actions/action-kit';
import { NetworkError, RegistryError } from '@data-profiler-actions/oci';
import { describe, expect, it } from '@jest/globals';
import { explainRegistry } from '../src/registry/registry-failure.ts';

const { signal } = new AbortController();
const cancelled = AbortSignal.abort(new UserError('The step was cancelled.'));

describe('what ended a step', () => {
  it.each<readonly [string, Error, string, RegExp]>([
    ['a refusal', new RegistryError('no', 403, 'DENIED'), 'The registry refused: no.', /^Check the login/],
    ['an ailing registry', new RegistryError('HTTP 503', 503, ''), 'The registry failed: HTTP 503.', /^Run the step/],
    [
      'the network',
      new NetworkError(new Error('reset')),
      'The registry or the network failed: reset.',
      /^Run the step/,
    ],
  ])('is told with what can be done where it was %s', (_, error, message, remedy) => {
    expect(explainRegistry(error, signal)).toMatchObject({
      name: 'UserError',
      message,
      remedy: expect.stringMatching(remedy),
    });
  });

  it('is the cancellation, whatever it ran into', () => {
    const told = { message: 'The step was cancelled.', remedy: 'No tag was moved after that.' };
    for (const error of [new NetworkError(new Error('reset')), new UserError('x'), cancelled.reason])
      expect(explainRegistry(error, cancelled)).toMatchObject(told);
    const own = new UserError('The tag could not be moved', '', { cause: cancelled.reason });
    expect(explainRegistry(own, cancelled)).toBe(own);
  });

  it('is a fault of the action where nobody else is to blame', () => {
    const fault = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    expect(explainRegistry(fault, signal)).toBe(fault);
  });
});
