/** What code under test says to the runner is no word of the tests: a runner would take its `::error` lines for theirs. */
import { beforeEach, jest } from '@jest/globals';
import { standardOutput } from '@data-profiler-actions/action-kit';

beforeEach(() => {
  jest.spyOn(standardOutput, 'write').mockReturnValue();
});
