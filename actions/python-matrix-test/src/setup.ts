import { join } from 'node:path';
import { mistakesError, parseInputs, type EventContext, type Mistake } from '@data-profiler-actions/action-kit';
import { checkDirectory } from './checks/check-directory.ts';
import { checkRequirements } from './checks/check-requirements.ts';
import { checkSuites } from './checks/suite-paths.ts';
import { checkDurations, checkTogether } from './checks/check-together.ts';
import { readProject, type Project } from './environments/project.ts';
import { readPyproject } from './environments/pyproject.ts';
import { fetchUv, uvOnPath, type Uv } from './environments/uv.ts';
import { inputSpec, type Inputs } from './inputs.ts';
import { describeMissing, findInstalled, findWithUv, type Found, type Search } from './interpreters/find.ts';
import type { Interpreter } from './interpreters/interpreter.ts';
import { usualVersions, type VersionSpec } from './interpreters/version-spec.ts';

/** All that is known before any environment is made. */
export interface Setup {
  readonly inputs: Inputs;
  readonly project: Project;
  readonly interpreters: readonly Interpreter[];
}

/** Reads the inputs, the project and the machine. Throws one error with every mistake in them. */
export async function readSetup(event: EventContext, signal: AbortSignal): Promise<Setup> {
  const { inputs, mistakes } = parseInputs(inputSpec);
  const { project, mistakes: more } = checkProject(inputs, event.workspace);
  const search: Search = { env: process.env, temp: event.temp, signal };
  const found = await findInterpreters(inputs.pythonVersions ?? [], search);
  const missing = found.flatMap((each) =>
    each.ok ? [] : [{ input: 'python-versions', problem: describeMissing(each) }],
  );
  const all = [...mistakes, ...checkTogether(inputs), ...more, ...missing];
  if (all.length > 0 || !project) throw mistakesError(all);
  const interpreters = found.flatMap((each) => (each.ok ? [each.interpreter] : []));
  return { inputs: inputs as Inputs, project, interpreters };
}

interface Checked {
  readonly project?: Project;
  readonly mistakes: readonly Mistake[];
}

/** The project as far as the inputs that could be read tell of it. */
function checkProject(inputs: Partial<Inputs>, workspace: string): Checked {
  const { workingDirectory = '' } = inputs;
  const misplaced = checkDirectory(workingDirectory, workspace);
  if (misplaced.length > 0) return { mistakes: inputs.workingDirectory === undefined ? [] : misplaced };
  const directory = join(workspace, workingDirectory);
  const suites = [...checkSuites(inputs, directory, workspace), ...checkDurations(inputs.durationsFile, directory)];
  const read = readPyproject(directory);
  if (!read.ok) {
    const problem = `holds a pyproject.toml that cannot be read: ${read.problem}`;
    return { mistakes: [...suites, { input: 'working-directory', problem }] };
  }
  const { requirements = [], installCommand = [], unit = [], integration = [], coverageSource = [] } = inputs;
  const project = readProject(workspace, read.pyproject, {
    workingDirectory,
    requirements,
    installCommand,
    unit,
    integration,
    coverageSource,
    installer: inputs.installer ?? 'auto',
  });
  const where = { directory, workspace, pyproject: read.pyproject, installer: inputs.installer };
  const install = checkRequirements(project.requirements, where);
  return { project, mistakes: [...suites, ...install] };
}

/** On this machine first; what is missing there, uv may know or download. */
async function findInterpreters(specs: readonly VersionSpec[], search: Search): Promise<Found[]> {
  const installed = await findInstalled(specs, search);
  if (installed.every(({ ok }) => ok)) return installed;
  const uv = await uvFor(installed, search);
  if (!uv.ok)
    return installed.map((each) => (each.ok ? each : { ...each, looked: [...each.looked, `uv (${uv.reason})`] }));
  return Promise.all(installed.map((each) => findWithUv(each, uv.program, search)));
}

/** uv from PATH, else its wheel, by the first Python that can install it: one of those found, else any other that is here. */
async function uvFor(found: readonly Found[], search: Search): Promise<Uv> {
  const onPath = uvOnPath();
  if (onPath.ok) return onPath;
  const asked = executablesOf(found);
  const pythons = asked.length > 0 ? asked : executablesOf(await findInstalled(usualVersions, search));
  let uv: Uv = onPath;
  for (const python of pythons) {
    uv = await fetchUv(python, search.temp, search.signal);
    if (uv.ok) break;
  }
  return uv;
}

const executablesOf = (found: readonly Found[]): string[] =>
  found.flatMap((each) => (each.ok ? [each.interpreter.executable] : []));
