import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { printGroup, runProcess, UserError, type ProcessResult } from '@data-profiler-actions/action-kit';
import type { Project } from './project.ts';
import type { VersionPlace } from './workplace.ts';

export type Installer = 'uv' | 'pip';

export interface InstallPlan {
  readonly project: Project;
  readonly installer: Installer;
  readonly installCommand: readonly string[];
  readonly coverage: boolean;
  /** Folder of the project's wheel, or of a copy to build from where one wheel does not fit every version; empty without one. */
  readonly source: string;
  /** Installers' variables: where downloads are kept, which index. */
  readonly env: Readonly<Record<string, string>>;
}

/** What an installed environment offers. */
export interface Installed {
  readonly pytestCov: boolean;
}

interface Budget {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Makes a version's environment and installs the project's dependencies, then what the action needs itself. Throws a UserError that says which command failed. */
export async function install(place: VersionPlace, plan: InstallPlan, budget: Budget): Promise<Installed> {
  const run = stepper(place, plan, budget);
  await run(...createEnvironment(place, plan));
  const wanted = [...requested(plan), ...(plan.coverage ? ['coverage'] : [])];
  if (plan.installCommand.length > 0) await run(plan.installCommand[0] ?? '', plan.installCommand.slice(1));
  else if (wanted.length > 0) await run(...pipInstall(place, plan, wanted));
  const missing = await lacking(place, plan, budget);
  if (missing.length > 0) await run(...pipInstall(place, plan, missing));
  const cov = await run(place.python, ['-c', probe('pytest_cov')], true);
  return { pytestCov: cov.stdout.trim() === '' };
}

type Command = [command: string, args: readonly string[]];

function createEnvironment(
  { interpreter, environment }: VersionPlace,
  { installer, installCommand }: InstallPlan,
): Command {
  // An install command may call pip, which uv's environments only hold on request.
  const seed = installCommand.length > 0 ? ['--seed'] : [];
  return installer === 'uv'
    ? ['uv', ['venv', '--no-project', ...seed, '--python', interpreter.executable, environment]]
    : [interpreter.executable, ['-m', 'venv', environment]];
}

function pipInstall({ python }: VersionPlace, { installer }: InstallPlan, what: readonly string[]): Command {
  return installer === 'uv'
    ? ['uv', ['pip', 'install', '--python', python, ...what]]
    : [python, ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', ...what]];
}

function requested({ project, source }: InstallPlan): string[] {
  const extras = project.extras.length > 0 ? `[${project.extras.join(',')}]` : '';
  return [
    ...project.requirements.flatMap((file) => ['-r', file]),
    ...(source ? [`${source}${extras}`] : []),
    ...project.groupRequirements,
  ];
}

async function lacking(place: VersionPlace, plan: InstallPlan, budget: Budget): Promise<string[]> {
  const wanted = plan.coverage ? ['pytest', 'coverage'] : ['pytest'];
  const answer = await stepper(place, plan, budget)(place.python, ['-c', probe(...wanted)], true);
  return answer.stdout.split(/\s+/).filter(Boolean);
}

/** Prints the modules that cannot be imported. */
function probe(...modules: string[]): string {
  return `import importlib.util as u\nfor m in ${JSON.stringify(modules)}:\n  if u.find_spec(m) is None: print(m)`;
}

type Step = (command: string, args: readonly string[], quiet?: boolean) => Promise<ProcessResult>;

function stepper(place: VersionPlace, plan: InstallPlan, { timeoutMs, signal }: Budget): Step {
  const deadline = performance.now() + timeoutMs;
  return async (command, args, quiet = false) => {
    const env = { ...place.env, ...plan.env };
    const left = Math.max(1, deadline - performance.now());
    const result = await runProcess({ command, args, cwd: plan.project.directory, env, timeoutMs: left, signal });
    const failed = result.outcome !== 'exited' || result.exitCode !== 0;
    if (!quiet || failed)
      printGroup(
        `Python ${place.interpreter.version}: ${basename(command)} ${args.slice(0, 3).join(' ')} (${result.seconds.toFixed(1)} s)`,
        result.output,
      );
    if (failed) throw new UserError(installFailure(command, args, result));
    return result;
  };
}

function installFailure(command: string, args: readonly string[], result: ProcessResult): string {
  const line = `${basename(command)} ${args.join(' ')}`.slice(0, 200);
  if (result.outcome === 'timed-out') return `the installation passed timeout-minutes in: ${line}`;
  if (result.outcome === 'not-started') return `the installation could not start ${command}: ${result.reason}`;
  const last = result.output.trim().split('\n').slice(-6).join('\n');
  return `the installation failed (${result.outcome === 'exited' ? `exit code ${result.exitCode}` : result.outcome}) in: ${line}\n${last}`;
}

/**
 * Builds the project once, from a copy: builds write into the tree, and three at a time would write over each other.
 * Returns what every version installs: the wheel, or the copy where the wheel fits only the version that built it.
 */
export async function buildProject(
  project: Project,
  place: VersionPlace,
  plan: Pick<InstallPlan, 'installer' | 'env'>,
  budget: Budget,
): Promise<string> {
  const copy = join(place.folder, '..', 'source');
  const wheels = join(place.folder, '..', 'wheel');
  mkdirSync(wheels);
  cpSync(project.directory, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !/[\\/](node_modules|\.venv|\.tox)$/.test(file),
  });
  const [command, args]: Command =
    plan.installer === 'uv'
      ? [
          'uv',
          ['build', '--wheel', '--no-progress', '--python', place.interpreter.executable, '--out-dir', wheels, copy],
        ]
      : [place.interpreter.executable, ['-m', 'pip', 'wheel', '--no-deps', '--wheel-dir', wheels, copy]];
  const env = { ...place.env, ...plan.env };
  const result = await runProcess({ command, args, cwd: copy, env, ...budget });
  printGroup(`Build of the project (${result.seconds.toFixed(1)} s)`, result.output);
  if (result.outcome !== 'exited' || result.exitCode !== 0)
    throw new UserError(
      `The project could not be built: ${installFailure(command, args, result)}`,
      'Mend pyproject.toml, or name what to install in "requirements" or "install-command".',
    );
  const wheel = readdirSync(wheels).find((name) => name.endsWith('.whl'));
  return wheel?.endsWith('-none-any.whl') ? join(wheels, wheel) : copy;
}
