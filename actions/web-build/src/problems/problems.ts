import { biomeProblems } from './biome.ts';
import { eslintProblems } from './eslint.ts';
import type { Problem } from './problem.ts';
import { svelteProblems } from './svelte-check.ts';
import { typescriptProblems } from './typescript.ts';
import { commandedProblems } from './workflow-commands.ts';

/** Everything that the known tools say in one output: a script may call several. Errors first. */
export function problemsIn(output: string): Problem[] {
  const all = [commandedProblems, eslintProblems, biomeProblems, typescriptProblems, svelteProblems].flatMap((read) =>
    read(output),
  );
  return all.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
}
