import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { StepRun } from '../scripts/step-run.ts';
import type { Problem } from './problem.ts';
import { errorsFirst, problemsByFormat } from './problems.ts';

/** A problem that a command of the step named. `file` is relative to the workspace, or as the tool wrote it where there is no such file. */
export interface PlacedProblem extends Problem {
  /** The step that said it: `lint`, `typecheck`, … */
  readonly step: string;
  /** Whether `file` is a file of the workspace. */
  readonly isPlaced: boolean;
}

/**
 * What the steps' tools say is wrong, each once. Two messages of one tool are two problems; another tool that speaks of the same rule at the same
 * line, as a build that checks types does after typecheck, repeats what was said. A script that passed has no errors.
 */
export function placedProblems(steps: readonly StepRun[], directory: string, workspace: string): PlacedProblem[] {
  const sayings = steps
    .filter(({ name }) => name !== 'install')
    .flatMap((step) => problemsByFormat(step.output).map((problems) => ({ step, problems })));
  const told = new Map<string, PlacedProblem[]>();
  for (const { step, problems } of sayings) {
    const placed = problems.map((problem) => place(problem, step, directory, workspace));
    for (const [key, said] of Map.groupBy(placed, ({ file, line, rule }) => [file, line, rule].join('\0')))
      if (!told.has(key)) told.set(key, [...new Map(said.map((problem) => [problem.message, problem])).values()]);
  }
  const inSteps = Map.groupBy([...told.values()].flat(), ({ step }) => step);
  return [...inSteps.values()].flatMap((problems) => problems.sort(errorsFirst));
}

function place(problem: Problem, step: StepRun, directory: string, workspace: string): PlacedProblem {
  const file = locate(problem.file, directory, workspace);
  const severity = step.outcome === 'passed' ? 'warning' : problem.severity;
  return { ...problem, severity, step: step.name, file: file ?? problem.file, isPlaced: file !== undefined };
}

/** Tools write absolute paths, or paths relative to where they run: the project's folder, or the workspace. */
function locate(file: string, directory: string, workspace: string): string | undefined {
  if (file === '') return undefined;
  const places = isAbsolute(file) ? [file] : [join(directory, file), join(workspace, file)];
  const place = places.find((path) => existsSync(path));
  const path = place === undefined ? '..' : relative(workspace, place);
  return path.startsWith('..') ? undefined : path.replaceAll(sep, '/');
}
