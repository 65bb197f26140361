import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { estimateCost, type Strategy } from '../../actions/plan/src/cost/cost.ts';
import { chooseFigures } from '../../actions/plan/src/cost/workload.ts';
import { decisionTree } from '../../actions/plan/src/report/decision-tree.ts';
import { root } from '../../scripts/tree.ts';
import { drawWithMermaid } from './mermaid.ts';

const fenced = (markdown: string): string[] =>
  [...markdown.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].map(([, picture = '']) => picture);

/** A picture and where it is from. */
type Picture = readonly [name: string, text: string];

const strategies: readonly Strategy[] = ['hosted', 'self-hosted', 'hybrid'];
const decisions = strategies.flatMap((strategy) =>
  [true, false].map((isPrivate): Picture => {
    const builds = isPrivate ? { buildsPerDay: 0.1 } : {};
    const figures = chooseFigures(builds, {});
    const size = { images: 2, platforms: 2, billingPlan: 'free', machineDollars: 1e7 } as const;
    const runners = isPrivate ? { heavy: ['self-hosted', 'a "b" #1; [c]'] } : {};
    const cost = estimateCost({ ...size, isPrivate, ...figures });
    const [text = ''] = fenced(decisionTree(strategy, { isPrivate, runners, cost }));
    return [`plan: ${strategy}, ${isPrivate ? 'private' : 'public'}`, text];
  }),
);

const documents = globSync(['*.md', 'docs/*.md', 'actions/*/*.md', 'examples/data-profiler/**/*.md'], {
  cwd: root,
  exclude: (name) => name.includes('node_modules'),
})
  .sort()
  .flatMap((file) =>
    fenced(readFileSync(join(root, file), 'utf8')).map((text, index): Picture => [
      `${file}, picture ${index + 1}`,
      text,
    ]),
  );

const broken = 'flowchart TD\n  a["an "inner" quote"] --> b';
const pictures = [...decisions, ...documents];

describe('Mermaid', () => {
  let verdicts: readonly string[];
  beforeAll(async () => {
    verdicts = await drawWithMermaid([...pictures.map(([, text]) => text), broken]);
  }, 120_000);

  it.each(pictures.map(([name], index) => [name, index] as const))('draws %s', (_, index) => {
    expect(verdicts[index]).toBe('');
  });

  it('is there and refuses what is no picture', () => {
    expect(verdicts[pictures.length]).toContain('Parse error');
  });

  it('is given every picture that an action makes', () => {
    const makers = globSync('{actions,packages}/*/src/**/*.ts', { cwd: root }).filter((file) =>
      readFileSync(join(root, file), 'utf8').includes("'mermaid'"),
    );
    expect(makers).toEqual(['actions/plan/src/report/decision-tree.ts']);
  });
});
