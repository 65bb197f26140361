import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { JobReport } from '../src/report/index.ts';
import { isOfStandIn, prepareRerun } from '../src/run/rerun/prepare-rerun.ts';
import { readWorkflowTree } from '../src/run/workflow/workflow-tree.ts';

const caller = `on: { push: { branches: [main] } }
env: { A: yes }
jobs:
  first: { runs-on: x, outputs: { v: '\${{ steps.s.outputs.v }}' }, steps: [{ id: s, run: make }] }
  call: { needs: first, uses: ./.github/workflows/called.yml, with: { version: '3.10' } }
`;
const called = `on: { workflow_call: { inputs: { version: { type: string } } } }
jobs:
  one: { runs-on: x, steps: [{ run: one }] }
  two: { runs-on: x, steps: [{ run: two }] }
`;

const passed = { result: 'success', seconds: 1, annotations: [] } as const;
const jobs: readonly JobReport[] = [
  {
    ...passed,
    id: 'first',
    name: 'ci.yml/first',
    steps: [{ id: 's', name: 's', result: 'success', seconds: 1, outputs: { v: '${{ no expression }}' } }],
  },
  { ...passed, id: 'one', name: 'call/called.yml/one', steps: [] },
  { ...passed, id: 'two', name: 'call/called.yml/two', steps: [], result: 'failure' },
];

describe('the files of a further attempt', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rerun-'));
    for (const each of ['repository', 'release'])
      mkdirSync(join(folder, each, '.github/workflows'), { recursive: true });
    writeFileSync(join(folder, 'repository/.github/workflows/ci.yml'), caller);
    writeFileSync(join(folder, 'repository/.github/workflows/called.yml'), called);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are a workflow outside the repository, those it calls in the release tree, and the kept outputs', () => {
    const repository = join(folder, 'repository');
    const tree = readWorkflowTree(join(repository, '.github/workflows/ci.yml'), repository);
    const places = {
      folder: join(folder, 'attempt-2'),
      releaseTree: join(folder, 'release'),
    };
    const { workflow, again, kept } = prepareRerun(tree, jobs, 2, places);
    expect([again, kept.map(({ id }) => id)]).toEqual([['two'], ['first', 'one']]);

    const text = readFileSync(workflow, 'utf8');
    const written = parse(text) as { name: string; on: unknown; env: unknown; jobs: Record<string, never> };
    expect(written).toMatchObject({
      name: 'ci.yml',
      on: { push: { branches: ['main'] } },
      env: { A: 'yes' },
    });
    const path = /^org\/data-profiler-actions\/(.*)@v1$/.exec(String(written.jobs['call']?.['uses']))?.[1] ?? '';
    const below = parse(readFileSync(join(folder, 'release', path), 'utf8')) as { name: string; jobs: unknown };
    expect(below).toMatchObject({ name: 'called.yml', jobs: { two: { steps: [{ run: 'two' }] } } });

    const file = /cat '(.*)' >>/.exec(text)?.[1] ?? '';
    expect(readFileSync(file, 'utf8')).toBe('v<<END\n${{ no expression }}\nEND\n');
  });

  it('are told in act’s log by the name of their jobs', () => {
    expect(isOfStandIn('call/called.yml/kept from an earlier attempt: one-1')).toBe(true);
    expect(isOfStandIn('call/called.yml/one')).toBe(false);
  });
});
