import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isText, messageOf, nearest, objectOf, type Mistake } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { detectManager } from '../package-manager/detect-manager.ts';
import type { Manager } from '../package-manager/manager.ts';
import { readJson } from '../package-manager/read-json.ts';

const scriptSteps = ['lint', 'typecheck', 'test', 'build'] as const;
export type ScriptStep = (typeof scriptSteps)[number];

/** What is to be built, and by which scripts of package.json. */
export interface Project {
  /** Absolute. */
  readonly directory: string;
  readonly manager: Manager;
  /** The script's name of each step that runs. */
  readonly scripts: Readonly<Partial<Record<ScriptStep, string>>>;
  /** The text of the build script, with those that it runs. */
  readonly buildScript: string;
}

export type ReadProject =
  | { readonly ok: true; readonly project: Project; readonly mistakes: readonly Mistake[] }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Reads package.json as far as the inputs that could be read go. */
export function readProject(inputs: Partial<Inputs>, directory: string, workspace: string): ReadProject {
  const file = join(directory, 'package.json');
  const wrong = (problem: string): ReadProject => ({ ok: false, mistakes: [{ input: 'working-directory', problem }] });
  if (!existsSync(file))
    return wrong(
      `is ${inputs.workingDirectory || '.'}, where there is no package.json; check the repository out first, and name the folder that holds it`,
    );
  try {
    const available = objectOf(readJson(file)['scripts']);
    const { scripts, mistakes } = planScripts(inputs, available);
    const installs = inputs.install !== undefined && inputs.install.length === 0;
    const detected = detectManager({ directory, workspace, asked: inputs.packageManager ?? 'auto', installs });
    if (!detected.ok)
      return { ok: false, mistakes: [...mistakes, { input: 'package-manager', problem: detected.problem }] };
    const buildScript = scripts.build === undefined ? '' : wholeScript(scripts.build, available);
    return { ok: true, mistakes, project: { directory, manager: detected.manager, scripts, buildScript } };
  } catch (thrown) {
    return wrong(
      `cannot be read: ${messageOf(thrown)
        .replaceAll(workspace + sep, '')
        .replace(/\.$/, '')}`,
    );
  }
}

/** `off` skips a step; lint and build are required, typecheck and test run where there is such a script. */
export function planScripts(
  asked: Readonly<Partial<Record<ScriptStep, string>>>,
  available: Readonly<Record<string, unknown>>,
): { scripts: Project['scripts']; mistakes: Mistake[] } {
  const scripts: Partial<Record<ScriptStep, string>> = {};
  const mistakes: Mistake[] = [];
  for (const step of scriptSteps) {
    const name = asked[step] || step;
    if (name === 'off') continue;
    if (runnable(available[name])) scripts[step] = name;
    else if ((asked[step] ?? '') !== '' || step === 'lint' || step === 'build')
      mistakes.push({ input: step, problem: missing(name, available) });
  }
  return { scripts, mistakes };
}

/** The text of a script, with the text of each script that it runs in place of the call: `npm run build:client && …`. */
export function wholeScript(name: string, available: Readonly<Record<string, unknown>>): string {
  const { [name]: text, ...others } = available;
  if (!isText(text)) return '';
  return text.replaceAll(/\b(?:npm|pnpm|yarn|bun) (?:run )?(?:-\S+ )*([\w:.-]+)/g, (call, other: string) =>
    isText(others[other]) ? wholeScript(other, others) : call,
  );
}

/** The script that `npm init` writes is no test. */
function runnable(script: unknown): boolean {
  return typeof script === 'string' && script.trim() !== '' && !script.includes('no test specified');
}

function missing(name: string, available: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(available);
  const similar = nearest(name, names);
  const hint = similar === undefined || similar === '' ? '' : ` (did you mean ${similar}?)`;
  const there = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
  return `cannot run: package.json has no script "${name}"${hint}; ${there}. Add it, name another, or say off`;
}
