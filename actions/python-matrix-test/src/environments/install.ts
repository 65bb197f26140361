import { findBuiltModules } from './built-modules.ts';
import { linkByteCode } from './byte-code.ts';
import { installFailure } from './install-failure.ts';
import type { InstallPlan } from './install-plan.ts';
import { installSteps, lockDirectory, lockSteps } from './install-steps.ts';
import type { Installer } from './installer.ts';
import { lacking } from './lacking.ts';
import { stepper, type Budget, type Command, type Step } from './step.ts';
import { whereRequired } from './where-required.ts';
import type { VersionPlace } from './workplace.ts';

/** Makes a version's environment and installs the project's dependencies, then what the action needs itself. Throws a UserError that says which requirement failed. */
export async function install(place: VersionPlace, plan: InstallPlan, budget: Budget): Promise<void> {
  const { project, installer, installCommand } = plan;
  const runIn = (cwd: string): Step =>
    stepper(
      {
        title: `Python ${place.interpreter.version}`,
        cwd,
        env: { ...place.env, ...installer.env },
        explain: (result, line) => installFailure(result, line, installer.name, (name) => whereRequired(project, name)),
      },
      budget,
    );
  const [run, runLocked] = [runIn(project.directory), runIn(lockDirectory(plan))];
  const linked = linkByteCode(place.interpreter.library, place.byteCode);
  await run(createEnvironment(place, plan));
  if (installCommand.length > 0) await run([installCommand[0] ?? '', installCommand.slice(1)]);
  const source = plan.source(place);
  for (const what of lockSteps(plan)) await runLocked(pipInstall(place, installer, what));
  for (const what of installSteps(plan, source)) await run(pipInstall(place, installer, what));
  const missing = await lacking(plan.coverage ? ['pytest', 'coverage'] : ['pytest'], place, run);
  if (missing.length > 0) await run(pipInstall(place, installer, missing));
  if (source) findBuiltModules(place.environment, project.directory);
  await linked;
}

function createEnvironment({ interpreter, environment }: VersionPlace, plan: InstallPlan): Command {
  // An install command may call pip, which uv's environments only hold on request.
  const seed = plan.installCommand.length > 0 ? ['--seed'] : [];
  return plan.installer.name === 'uv'
    ? [plan.installer.uv, ['venv', '--no-project', ...seed, '--python', interpreter.executable, environment]]
    : [interpreter.executable, ['-m', 'venv', environment]];
}

function pipInstall({ python }: VersionPlace, installer: Installer, what: readonly string[]): Command {
  return installer.name === 'uv'
    ? [installer.uv, ['pip', 'install', '--python', python, ...what]]
    : [python, ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', ...what]];
}
