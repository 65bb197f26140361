import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { StepRun } from '../scripts/step-run.ts';
import type { Problem } from './problem.ts';
import { problemsIn } from './problems.ts';

/** A problem that a command of the step named. `file` is relative to the workspace, or as the tool wrote it where there is no such file. */
export interface PlacedProblem extends Problem {
  /** The step that said it: `lint`, `typecheck`, … */
  readonly step: string;
  /** Whether `file` is a file of the workspace. */
  readonly isPlaced: boolean;
}

/** What the steps' tools say is wrong, each once: a build that checks types says what typecheck said. A script that passed has no errors. */
export function placedProblems(steps: readonly StepRun[], directory: string, workspace: string): PlacedProblem[] {
  const distinct = new Map<string, PlacedProblem>();
  for (const { name, output, outcome } of steps.filter(({ name }) => name !== 'install')) {
    for (const problem of problemsIn(output)) {
      const file = locate(problem.file, directory, workspace);
      const key = [file ?? problem.file, problem.line, problem.rule].join('\0');
      const severity = outcome === 'passed' ? 'warning' : problem.severity;
      if (!distinct.has(key))
        distinct.set(key, {
          ...problem,
          severity,
          step: name,
          file: file ?? problem.file,
          isPlaced: file !== undefined,
        });
    }
  }
  return [...distinct.values()];
}

/** Tools write absolute paths, or paths relative to where they run: the project's folder, or the workspace. */
function locate(file: string, directory: string, workspace: string): string | undefined {
  if (file === '') return undefined;
  const places = isAbsolute(file) ? [file] : [join(directory, file), join(workspace, file)];
  const place = places.find((path) => existsSync(path));
  const path = place === undefined ? '..' : relative(workspace, place);
  return path.startsWith('..') ? undefined : path.replaceAll(sep, '/');
}
