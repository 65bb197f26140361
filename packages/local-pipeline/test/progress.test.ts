import { describe, expect, it } from '@jest/globals';
import { parseActLine } from '../src/run/act/act-line.ts';
import { createProgress } from '../src/run/act/progress.ts';

function told(fields: Record<string, unknown>): string {
  const said: string[] = [];
  const line = parseActLine(JSON.stringify({ job: 'CI/Build', jobID: 'build', stage: 'Main', ...fields }));
  if (line) createProgress((text) => said.push(text))(line);
  return said.join('\n').replace(/^ *\d+ s /, '');
}

const failed = (message: string, properties = ''): Record<string, unknown> => ({
  command: 'error',
  arg: message,
  raw: `::error${properties}::${message.replaceAll('\n', '%0A')}\n`,
});

describe('what the terminal says while a workflow runs', () => {
  it.each([
    ['a step that begins', { msg: '⭐ Run Main Tests', step: 'Tests' }, ' Build         ▸ Tests'],
    ['a step that ends', { step: 'Tests', stepResult: 'failure' }, ' Build         ✗ Tests'],
    [
      'a step named by its action',
      { step: `a/b@${'3d'.repeat(20)}`, stepResult: 'success' },
      ' Build         ✓ a/b@3d3d3d3',
    ],
    ['a job that ends', { jobResult: 'success' }, ' Build         ✓ job success'],
    ['what a tool prints', { msg: 'compiling', raw_output: true }, ''],
    ['an annotation', failed('broken\nat length', ' file=a.py,line=3'), ' Build         ! a.py:3 broken'],
    ['an annotation with a title and no place', failed('broken', ' title=Lint'), ' Build         ! Lint: broken'],
    [
      'the error of a step',
      failed('The build failed.\nFree some space.'),
      ` Build         ! The build failed.\n${' '.repeat(24)}Free some space.`,
    ],
  ])('tells %s', (_, fields, text) => {
    expect(told(fields)).toBe(text);
  });

  it('keeps the end of a long error, where its cause stands', () => {
    const text = told(failed(`failed to solve: ${'failed to copy: '.repeat(40)}no space left on device`));
    expect(text.length).toBeLessThan(350);
    expect(text).toMatch(/! failed to solve: .* … .*no space left on device$/);
  });
});
