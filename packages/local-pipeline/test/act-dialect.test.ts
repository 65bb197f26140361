import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { withoutRefused } from '../src/run/act/dialect.ts';

describe('a workflow for act', () => {
  it('has neither queue nor deployment, and everything else at its line', () => {
    const workflow = `concurrency:
  group: a # the comment
  queue: max
  cancel-in-progress: false
jobs:
  deploy:
    environment:
      name: production
      deployment: false
    steps: []
`;
    expect(withoutRefused(workflow).replace(/ +$/gm, '')).toBe(
      workflow.replace('  queue: max', '').replace('      deployment: false', ''),
    );
  });

  it.each([
    ['{ group: a, queue: max }', { group: 'a' }],
    ['{ queue: max, group: a }', { group: 'a' }],
    [
      "{ group: a, queue: '${{ x && ''single'' || ''max'' }}', cancel-in-progress: true }",
      { group: 'a', 'cancel-in-progress': true },
    ],
    ['group', 'group'],
  ])('in braces keeps the rest: %s', (concurrency, kept) => {
    expect(parse(withoutRefused(`concurrency: ${concurrency}\n`))).toEqual({ concurrency: kept });
  });

  it.each(['on: { workflow_call: { inputs: { queue: { type: string } } } }\n', 'name: [unreadable\n', ''])(
    'is left as it is where there is nothing to take out: %j',
    (workflow) => {
      expect(withoutRefused(workflow)).toBe(workflow);
    },
  );
});
