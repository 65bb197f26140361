import { info } from '@data-profiler-actions/action-kit';
import { programOf } from '../package-manager/install.ts';
import type { Project, ScriptStep } from './project.ts';
import { runStep, type Bench, type StepRun } from './step-run.ts';

/** Runs the build with lint and typecheck beside it, tests after typecheck. */
export async function runScripts({ manager, scripts }: Project, bench: Bench): Promise<StepRun[]> {
  const program = programOf(manager.name);
  const run = async (step: ScriptStep): Promise<StepRun[]> => {
    const script = scripts[step];
    return script === undefined ? [] : [await runStep(bench, step, [...program, 'run', script])];
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

/** A linter that found something exits with 1; another code, a signal or a vanished file means that it did not do its work. */
export function hasCrashed({ outcome, exitCode, output }: StepRun): boolean {
  if (outcome === 'crashed') return true;
  return outcome === 'failed' && (exitCode > 1 || /\bENOENT\b|Oops! Something went wrong/.test(output));
}
