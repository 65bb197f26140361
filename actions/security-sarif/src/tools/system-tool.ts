import { accessSync, constants, mkdtempSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { isInside, runProcess } from '@data-profiler-actions/action-kit';
import { scannerEnvironment } from '../running/environment.ts';
import type { ScannerName } from '../scanners/scanner.ts';
import type { Tool } from './tool.ts';

export interface SearchPlace {
  readonly path: string;
  /** Absolute: a program that the repository brings along is not the runner's. */
  readonly workspace: string;
  readonly temp: string;
  readonly signal: AbortSignal;
}

const answerMs = 60_000;

/** The first program of that name on PATH, outside the workspace, that tells its version. */
export async function findSystemTool(scanner: ScannerName, place: SearchPlace): Promise<Tool | undefined> {
  const programs = place.path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, scanner))
    .filter((file) => isProgram(file) && !isInside(file, place.workspace));
  for (const program of programs) {
    const version = await versionOf(program, place);
    if (version !== undefined) return { program, version, folders: 'unknown', origin: 'PATH' };
  }
  return undefined;
}

async function versionOf(program: string, { temp, signal }: SearchPlace): Promise<string | undefined> {
  const env = scannerEnvironment(mkdtempSync(join(temp, 'security-sarif-version-')));
  const run = await runProcess({ command: program, args: ['--version'], env, timeoutMs: answerMs, signal });
  return run.outcome === 'exited' && run.exitCode === 0 ? /\d+\.\d+\.\d+/.exec(run.stdout)?.[0] : undefined;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
