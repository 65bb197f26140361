import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nearest, UserError, type EventContext } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { object } from '../json.ts';
import { detectManager, readJson, type Manager } from '../package-manager/detect-manager.ts';

export const scriptSteps = ['lint', 'typecheck', 'test', 'build'] as const;
export type ScriptStep = (typeof scriptSteps)[number];

/** What is to be built, and by which scripts of package.json. */
export interface Project {
  /** Absolute. */
  readonly directory: string;
  readonly manager: Manager;
  /** The script's name of each step that runs. */
  readonly scripts: Readonly<Partial<Record<ScriptStep, string>>>;
  /** The text of the build script. */
  readonly buildScript: string;
}

export function readProject(inputs: Inputs, event: EventContext): Project {
  const directory = join(event.workspace, inputs.workingDirectory);
  const file = join(directory, 'package.json');
  if (!existsSync(file)) {
    throw new UserError(
      `There is no package.json in ${inputs.workingDirectory || '.'}.`,
      'Set working-directory to the folder that holds it, and check the repository out first.',
    );
  }
  const available = object(readJson(file)['scripts']);
  const scripts = planScripts(inputs, available);
  const buildScript = scripts.build === undefined ? '' : available[scripts.build];
  return {
    directory,
    manager: detectManager(directory, event.workspace, inputs.packageManager, inputs.install !== 'off'),
    scripts,
    buildScript: typeof buildScript === 'string' ? buildScript : '',
  };
}

/** `off` skips a step; lint and build are required, typecheck and test run where there is such a script. All mistakes at once. */
export function planScripts(
  asked: Readonly<Record<ScriptStep, string>>,
  available: Readonly<Record<string, unknown>>,
): Project['scripts'] {
  const planned: Partial<Record<ScriptStep, string>> = {};
  const mistakes: string[] = [];
  for (const step of scriptSteps) {
    const name = asked[step] || step;
    if (asked[step] === 'off') continue;
    if (runnable(available[name])) planned[step] = name;
    else if (asked[step] !== '' || step === 'lint' || step === 'build') mistakes.push(missing(step, name, available));
  }
  if (mistakes.length > 0) throw new UserError(mistakes.join('\n'), 'Nothing has been run.');
  return planned;
}

/** The script that `npm init` writes is no test. */
function runnable(script: unknown): boolean {
  return typeof script === 'string' && script.trim() !== '' && !script.includes('no test specified');
}

function missing(step: ScriptStep, name: string, available: Readonly<Record<string, unknown>>): string {
  const similar = nearest(name, Object.keys(available));
  const hint = similar === undefined || similar === '' ? '' : ` (did you mean ${similar}?)`;
  return `package.json has no script "${name}"${hint}: add one, name another with the input ${step}, or set ${step}: off.`;
}
