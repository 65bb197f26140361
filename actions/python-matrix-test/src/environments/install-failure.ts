import type { ProcessResult } from '@data-profiler-actions/action-kit';
import { readComplaint } from './complaint.ts';

/** The reason of a leg whose installation failed. `where` finds the line that asks for a package. */
export function installFailure(
  result: Pick<ProcessResult, 'output' | 'outcome' | 'exitCode' | 'reason'>,
  commandLine: string,
  tool: string,
  where: (name: string) => string,
): string {
  const { package: name, reason } = readComplaint(result.output);
  const place = name ? where(name) : '';
  const what = name ? `${name}${place ? ` (${place})` : ''} could not be installed` : 'the installation failed';
  const how = result.outcome === 'exited' ? `exit code ${result.exitCode}` : `${result.outcome} ${result.reason}`;
  return reason ? `${what}; ${tool} says: ${reason}` : `${what} (${how}) in: ${commandLine}`;
}
