import { join } from 'node:path';
import {
  isInside,
  mistakesError,
  parseInputs,
  type EventContext,
  type Mistake,
} from '@data-profiler-actions/action-kit';
import { checkInputs, inputSpec, type Inputs } from './inputs.ts';
import { readProject, type Project } from './scripts/project.ts';

export interface Request {
  readonly inputs: Inputs;
  readonly project: Project;
}

/** What is asked for, read and checked whole: inputs, scripts, package manager, folders. All mistakes are told at once, before anything runs. */
export function readRequest({ workspace }: EventContext): Request {
  const { inputs, mistakes } = parseInputs(inputSpec);
  const directory = join(workspace, inputs.workingDirectory ?? '');
  const project = readProject(inputs, directory, workspace);
  const all: Mistake[] = [
    ...mistakes,
    ...checkInputs(inputs),
    ...outsideLinks(inputs, directory, workspace),
    ...project.mistakes,
  ];
  if (all.length > 0 || !project.ok) throw mistakesError(all);
  return { inputs: inputs as Inputs, project: project.project };
}

/** Links that lead out of the workspace: nothing is read or written through them. The output directory need not be there yet. */
function outsideLinks(
  { workingDirectory, outputDirectory }: Partial<Inputs>,
  directory: string,
  workspace: string,
): Mistake[] {
  const mistakes: Mistake[] = [];
  if (!isInside(directory, workspace))
    mistakes.push({
      input: 'working-directory',
      problem: `is ${workingDirectory ?? ''}, a link that leads out of the workspace`,
    });
  const output = join(directory, outputDirectory || 'dist');
  if (isInside(directory, workspace) && !isInside(output, workspace))
    mistakes.push({
      input: 'output-directory',
      problem: `is ${outputDirectory || 'dist'}, which leads out of the workspace`,
    });
  return mistakes;
}
