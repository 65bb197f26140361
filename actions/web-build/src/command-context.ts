import { delimiter } from 'node:path';
import { childEnvironment } from '@data-profiler-actions/action-kit';

/** Where a command runs, and until when. */
export interface CommandScope {
  /** Absolute: the folder of package.json. */
  readonly directory: string;
  /** Milliseconds since the epoch: the end of the time limit of the whole step. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** What all commands of one step share. */
export interface CommandContext extends CommandScope {
  /** Absolute. */
  readonly workspace: string;
  /** Absolute: the job's scratch folder. */
  readonly temp: string;
  /** A folder put before the others on PATH; empty for none. */
  readonly programs: string;
  /** Variables that the package manager needs besides. */
  readonly settings: Readonly<Record<string, string>>;
}

export const millisecondsLeft = ({ deadline }: CommandScope): number => Math.max(1, deadline - Date.now());

/** What the project's tools get: no question asked, no colours, the project's package manager first on PATH. */
export function toolEnvironment(
  { programs, settings }: CommandContext,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const path = programs === '' ? {} : { PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}` };
  // Large builds need the heap that a job grants them here; the kit withholds it from tools in general.
  const node = process.env['NODE_OPTIONS'];
  const heap = node === undefined ? {} : { NODE_OPTIONS: node };
  return childEnvironment({
    CI: 'true',
    COREPACK_ENABLE_DOWNLOAD_PROMPT: '0',
    ...settings,
    ...heap,
    ...path,
    ...extra,
  });
}
