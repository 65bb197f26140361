/** `npm test`: format, lint, types, then every unit, contract and integration test. Goes on after a failure, so that one run shows all. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './tree.ts';

const tool = (name: string): string => join(root, 'node_modules', '.bin', name);

const stages: readonly [string, readonly string[]][] = [
  ['format', [tool('prettier'), '--check', '--log-level=warn', '.']],
  ['lint', [tool('eslint'), '.']],
  ['types', [tool('tsc'), '--noEmit']],
  ['generated tables', [join(root, 'scripts', 'docs-tables.ts'), '--check']],
  ['tests', [join(root, 'scripts', 'jest.ts')]],
];

const failed: string[] = [];
for (const [name, args] of stages) {
  const started = performance.now();
  console.log(`\n── ${name}`);
  const run = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  console.log(
    `── ${name}: ${run.status === 0 ? 'good' : 'FAILED'} after ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  if (run.status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}.`);
  process.exitCode = 1;
}
