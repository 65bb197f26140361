import { childEnvironment, runProcess } from '@data-profiler-actions/action-kit';
import type { VersionSpec } from './version-spec.ts';

/** A Python that was run and said what it is. */
export interface Interpreter {
  /** As asked for in `python-versions`. */
  readonly version: string;
  readonly spec: VersionSpec;
  /** As `3.12.1`. */
  readonly fullVersion: string;
  readonly executable: string;
}

/** What an interpreter says of itself. */
export interface Identity {
  readonly implementation: string;
  readonly version: string;
  readonly releaseLevel: string;
  readonly freeThreaded: boolean;
  readonly executable: string;
}

const question = `
import json, platform, sys, sysconfig
print(json.dumps({
    "implementation": sys.implementation.name, "version": "%d.%d.%d" % sys.version_info[:3], "releaseLevel": sys.version_info[3],
    "freeThreaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")), "executable": sys.executable}))`;

/** Runs a file to see whether it is the Python asked for. Its being there proves nothing: pyenv's shims exist for versions that are not selected. */
export async function tryInterpreter(
  executable: string,
  spec: VersionSpec,
  signal: AbortSignal,
): Promise<Interpreter | undefined> {
  const run = await runProcess({
    command: executable,
    args: ['-I', '-c', question],
    env: childEnvironment(),
    timeoutMs: 30_000,
    signal,
  });
  const identity = run.outcome === 'exited' && run.exitCode === 0 ? readIdentity(run.stdout) : undefined;
  if (!identity || !isAskedFor(identity, spec)) return undefined;
  return { version: spec.text, spec, fullVersion: identity.version, executable: identity.executable || executable };
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
  try {
    const said: unknown = JSON.parse(text.trim().split('\n').at(-1) ?? '');
    return isIdentity(said) ? said : undefined;
  } catch {
    return undefined;
  }
}

function isIdentity(said: unknown): said is Identity {
  return (
    typeof said === 'object' &&
    said !== null &&
    'version' in said &&
    typeof said.version === 'string' &&
    'freeThreaded' in said &&
    typeof said.freeThreaded === 'boolean' &&
    ['implementation', 'releaseLevel', 'executable'].every(
      (key) => typeof (said as Readonly<Record<string, unknown>>)[key] === 'string',
    )
  );
}
