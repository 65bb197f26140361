import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { childEnvironment, isText, objectOf, parseJson, runProcess } from '@data-profiler-actions/action-kit';
import type { VersionSpec } from './version-spec.ts';

/** A Python that was run and said what it is. */
export interface Interpreter {
  /** As asked for in `python-versions`. */
  readonly version: string;
  readonly spec: VersionSpec;
  /** As `3.12.1`. */
  readonly fullVersion: string;
  readonly executable: string;
  /** Folder of its standard library. */
  readonly library: string;
}

/** What an interpreter says of itself. */
export interface Identity {
  readonly implementation: string;
  readonly version: string;
  readonly releaseLevel: string;
  readonly freeThreaded: boolean;
  readonly executable: string;
  readonly library: string;
}

const question = `
import json, os, sys
print(json.dumps({
    "implementation": sys.implementation.name, "version": "%d.%d.%d" % sys.version_info[:3], "releaseLevel": sys.version_info[3],
    "freeThreaded": hasattr(sys, "_is_gil_enabled") and bool(__import__("sysconfig").get_config_var("Py_GIL_DISABLED")), "executable": sys.executable,
    "library": os.path.dirname(os.__file__)}))`;

/** Asks a file what Python it is; undefined where it is none that works. */
export type Ask = (executable: string) => Promise<Identity | undefined>;

/** Asks each program once, whatever names of a folder it goes by and however many versions are looked for. */
export function asking(signal: AbortSignal): Ask {
  const answers = new Map<string, Promise<Identity | undefined>>();
  return async (executable) => {
    if (!existsSync(executable)) return undefined;
    // Links within a folder are one program; one from elsewhere may be a virtual environment's, which is another.
    const program = JSON.stringify([realpathSync(dirname(executable)), realpathSync(executable)]);
    const answer = answers.get(program) ?? askOnce(executable, signal);
    answers.set(program, answer);
    return answer;
  };
}

async function askOnce(executable: string, signal: AbortSignal): Promise<Identity | undefined> {
  const run = await runProcess({
    command: executable,
    args: ['-I', '-S', '-c', question],
    env: childEnvironment(),
    timeoutMs: 30_000,
    signal,
  });
  return run.outcome === 'exited' && run.exitCode === 0 ? readIdentity(run.stdout) : undefined;
}

/** Runs a file to see whether it is the Python asked for. Its being there proves nothing: version managers put scripts on PATH for versions that are not selected. */
export async function tryInterpreter(
  executable: string,
  spec: VersionSpec,
  ask: Ask,
): Promise<Interpreter | undefined> {
  const identity = await ask(executable);
  if (!identity || !isAskedFor(identity, spec)) return undefined;
  const { version: fullVersion, library } = identity;
  return { version: spec.text, spec, fullVersion, executable: identity.executable || executable, library };
}

export function isAskedFor(identity: Identity, spec: VersionSpec): boolean {
  const { minor, patch } = spec;
  const numbered =
    patch === undefined ? identity.version.startsWith(`${minor}.`) : identity.version === `${minor}.${patch}`;
  return (
    numbered &&
    identity.implementation === spec.implementation &&
    identity.freeThreaded === spec.freeThreaded &&
    (identity.releaseLevel === 'final' || spec.preRelease)
  );
}

function readIdentity(text: string): Identity | undefined {
  const said = parseJson(text.trim().split('\n').at(-1) ?? '');
  return isIdentity(said) ? said : undefined;
}

function isIdentity(said: unknown): said is Identity {
  const { freeThreaded, ...others } = objectOf(said);
  const texts = ['implementation', 'version', 'releaseLevel', 'executable', 'library'];
  return typeof freeThreaded === 'boolean' && texts.every((key) => isText(others[key]));
}
