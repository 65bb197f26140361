import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tryTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';
import { realProjects, unpackRealProject } from './fixtures/real-projects.ts';
import { runActionIn, type ActionRun } from './fixtures/run-action.ts';

const versions = ['3.10', '3.11', '3.12'];

type Counts = Readonly<Record<string, number>>;

/** What plain pytest counts, run in the very environment that the action has made. */
async function countPlainly(run: ActionRun, version: string, tests: string): Promise<Counts> {
  const [root = ''] = readdirSync(run.temp).filter((name) => name.startsWith('python-matrix-test-'));
  const python = join(run.temp, root, version, 'env', 'bin', 'python');
  const plain = await tryTool(python, ['-m', 'pytest', '-p', 'no:cacheprovider', tests], { cwd: run.workspace });
  const summary = plain.stdout.trim().split('\n').at(-1) ?? '';
  const count = (word: RegExp): number => Number(word.exec(summary)?.[1] ?? 0);
  return {
    passed: count(/\b(\d+) passed/),
    failed: count(/\b(\d+) failed/),
    errors: count(/\b(\d+) errors?/),
    skipped: count(/\b(\d+) skipped/),
    xfailed: count(/\b(\d+) xfailed/),
    xpassed: count(/\b(\d+) xpassed/),
  };
}

describe('a real project', () => {
  it.each(realProjects)('$pinned has the counts of plain pytest on each Python', async (project) => {
    const workspace = await unpackRealProject(project);
    writeFileSync(join(workspace, 'needed-by-tests.txt'), `pytest\n${project.needs.replaceAll(' ', '\n')}\n`);
    const before = readdirSync(workspace, { recursive: true }).length;
    const run = await runActionIn(workspace, {
      'python-versions': versions.join(','),
      requirements: '., needed-by-tests.txt',
      unit: project.tests,
      coverage: 'false',
    });
    expect(readdirSync(workspace, { recursive: true })).toHaveLength(before);
    for (const version of versions) {
      const leg = run.legs.find((each) => each.version === version);
      expect({ version, ...leg?.counts }).toEqual({ version, ...(await countPlainly(run, version, project.tests)) });
      expect(leg?.counts['passed']).toBeGreaterThan(10);
    }
  });
});
