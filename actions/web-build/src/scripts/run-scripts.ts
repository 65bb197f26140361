import { info } from '@data-profiler-actions/action-kit';
import type { CommandContext } from '../command-context.ts';
import { problemsIn } from '../problems/problems.ts';
import type { Project, ScriptStep } from './project.ts';
import { runStep, type StepRun } from './step-run.ts';

/** Runs the build with lint and typecheck beside it, tests after typecheck. */
export async function runScripts({ manager, scripts }: Project, context: CommandContext): Promise<StepRun[]> {
  const run = async (step: ScriptStep): Promise<StepRun[]> => {
    const script = scripts[step];
    return script === undefined ? [] : [await runStep(context, step, [manager.name, 'run', script])];
  };
  const [build, lint, rest] = await Promise.all([
    run('build'),
    run('lint'),
    run('typecheck').then(async (typecheck) => [...typecheck, ...(await run('test'))]),
  ]);
  const crashed = lint.some(hasCrashed) && build.length > 0;
  if (crashed) info('Lint crashed beside the build, which can write files it stumbles over. It runs once more, alone.');
  return [...(crashed ? await run('lint') : lint), ...rest, ...build];
}

/** A linter that found something exits with 1 and says what; another code, a signal or a vanished file means that it did not do its work. */
export function hasCrashed({ outcome, exitCode, output }: StepRun): boolean {
  if (outcome === 'crashed') return true;
  if (outcome !== 'failed') return false;
  if (/Oops! Something went wrong/.test(output)) return true;
  return problemsIn(output).length === 0 && (exitCode > 1 || /\bENOENT\b/.test(output));
}
