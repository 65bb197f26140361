import { mkdirSync, mkdtempSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { childEnvironment } from '@data-profiler-actions/action-kit';
import type { Interpreter } from '../interpreters/interpreter.ts';

/** Absolute paths of this step, all in RUNNER_TEMP: the workspace stays as it was checked out. */
export interface Workplace {
  /** The job's scratch that all of this lies in. */
  readonly scratch: string;
  readonly root: string;
  readonly junit: string;
  readonly coverage: string;
}

export function openWorkplace(temp: string): Workplace {
  mkdirSync(temp, { recursive: true });
  const root = mkdtempSync(join(resolve(temp), 'python-matrix-test-'));
  const workplace = { scratch: resolve(temp), root, junit: join(root, 'junit'), coverage: join(root, 'coverage') };
  mkdirSync(workplace.junit);
  mkdirSync(workplace.coverage);
  return workplace;
}

/** A version's own environment: virtual environment, byte code, temporary files. */
export interface VersionPlace {
  readonly interpreter: Interpreter;
  readonly index: number;
  readonly folder: string;
  readonly environment: string;
  readonly python: string;
  /** Where byte code goes instead of into the workspace. */
  readonly byteCode: string;
  readonly env: Readonly<Record<string, string>>;
}

export function openVersion(workplace: Workplace, interpreter: Interpreter, index: number): VersionPlace {
  const folder = join(workplace.root, interpreter.version);
  const environment = join(folder, 'env');
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const byteCode = join(folder, 'pycache');
  const bin = join(environment, process.platform === 'win32' ? 'Scripts' : 'bin');
  const env = childEnvironment({
    VIRTUAL_ENV: environment,
    PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
    TMPDIR: temporary,
    PYTHONPYCACHEPREFIX: byteCode,
    DPA_LEG: interpreter.version,
    DPA_LEG_INDEX: String(index),
  });
  delete env['PYTHONHOME'];
  // Keeps a tree clean that stays clean here, and would have every process compile all that it imports.
  delete env['PYTHONDONTWRITEBYTECODE'];
  // Would take the asserts out of the tests.
  delete env['PYTHONOPTIMIZE'];
  return { interpreter, index, folder, environment, python: join(bin, 'python'), byteCode, env };
}
