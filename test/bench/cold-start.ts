import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledActions, root } from '../../scripts/tree.ts';
import { median } from './median.ts';

const rounds = 15;
const budgetMs = 150;

/** Every bundle from its start to its first input error, in turn with an empty script, so that both see the same machine. */
export function benchColdStart(): void {
  const empty = join(mkdtempSync(join(tmpdir(), 'bench-')), 'empty.mjs');
  writeFileSync(empty, '');
  console.log(`Cold start to the first input error, median of ${rounds} rounds, budget ${budgetMs} ms:`);
  for (const action of bundledActions) {
    const [ours, yardstick] = medians(join(root, 'dist', action, 'index.js'), empty);
    console.log(
      `  ${action.padEnd(20)} ${ours.toFixed(0).padStart(4)} ms  ${(ours / yardstick).toFixed(1)} × an empty script (${yardstick.toFixed(0)} ms)`,
    );
  }
}

function medians(bundle: string, empty: string): [number, number] {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    times[0].push(timed(bundle));
    times[1].push(timed(empty));
  }
  return [median(times[0]), median(times[1])];
}

function timed(script: string): number {
  const started = performance.now();
  spawnSync(process.execPath, [script], {
    env: { PATH: '/usr/bin:/bin', 'INPUT_TIMEOUT-MINUTES': 'soon', INPUT_PUSH: 'perhaps' },
  });
  return performance.now() - started;
}
