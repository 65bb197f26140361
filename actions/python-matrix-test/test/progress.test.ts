import { expect, it, jest } from '@jest/globals';
import { openProgress } from '../src/legs/progress.ts';

it('the progress of all legs is one line, told only when it has changed', () => {
  jest.useFakeTimers();
  const lines: string[] = [];
  const progress = openProgress((line) => lines.push(line), 10);
  let tests = 1;
  const first = progress.watch('Python 3.10 unit', () => `${tests} of 9 tests`);
  const second = progress.watch('Python 3.11', () => 'installing');
  jest.advanceTimersByTime(20);
  tests = 5;
  second();
  jest.advanceTimersByTime(10);
  first();
  jest.advanceTimersByTime(10);
  progress.close();
  jest.useRealTimers();
  expect(lines).toEqual(['Python 3.10 unit: 1 of 9 tests · Python 3.11: installing', 'Python 3.10 unit: 5 of 9 tests']);
});
