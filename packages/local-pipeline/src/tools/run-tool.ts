import { childEnvironment, runProcess, UserError, type ProcessResult } from '@data-profiler-actions/action-kit';

export interface ToolRun {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly minutes?: number;
  readonly input?: string;
}

/** Runs a tool to its end; what it printed last becomes the error where it failed. */
export async function runTool(command: string, args: readonly string[], options: ToolRun = {}): Promise<ProcessResult> {
  const result = await tryTool(command, args, options);
  if (result.outcome === 'exited' && result.exitCode === 0) return result;
  const how = result.outcome === 'exited' ? `exit ${result.exitCode}` : `${result.outcome} ${result.reason}`.trim();
  throw new UserError(
    `${command} ${args.slice(0, 3).join(' ')} failed (${how}):\n${result.output.slice(-3000)}`,
    'Mend what it says and run again; finished parts are kept.',
  );
}

/** Runs a tool and gives its end, good or bad. */
export async function tryTool(
  command: string,
  args: readonly string[],
  { cwd, env = {}, minutes = 15, input }: ToolRun = {},
): Promise<ProcessResult> {
  return runProcess({
    command,
    args,
    env: childEnvironment(env),
    timeoutMs: minutes * 60_000,
    ...(cwd !== undefined && { cwd }),
    ...(input !== undefined && { input }),
  });
}

/** True where the program can be started and answers `--version` or the like. */
export async function answers(command: string, args: readonly string[]): Promise<boolean> {
  const result = await tryTool(command, args, { minutes: 0.5 });
  return result.outcome === 'exited' && result.exitCode === 0;
}
