import { biomeProblems } from './biome.ts';
import { esbuildProblems } from './esbuild.ts';
import { eslintProblems } from './eslint.ts';
import type { Problem } from './problem.ts';
import { svelteProblems } from './svelte-check.ts';
import { typescriptProblems } from './typescript.ts';
import { commandedProblems } from './workflow-commands.ts';

/** Everything that the known tools say in one output: a script may call several. Errors first. */
export const problemsIn = (output: string): Problem[] => problemsByFormat(output).flat().sort(errorsFirst);

const readers: readonly ((output: string) => Problem[])[] = [
  commandedProblems,
  eslintProblems,
  biomeProblems,
  typescriptProblems,
  svelteProblems,
  esbuildProblems,
];

/** The same, apart by the format that it is told in. */
export function problemsByFormat(output: string): Problem[][] {
  return readers.map((read) => read(output));
}

export const errorsFirst = (a: Pick<Problem, 'severity'>, b: Pick<Problem, 'severity'>): number =>
  Number(a.severity === 'warning') - Number(b.severity === 'warning');
