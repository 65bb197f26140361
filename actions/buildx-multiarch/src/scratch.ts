import { accessSync, constants } from 'node:fs';
import { messageOf, UserError } from '@data-profiler-actions/action-kit';

/** The runner makes the job's scratch folder; a container that the runner's folders are not mounted in lacks it. */
export function requireScratch(temp: string): void {
  try {
    accessSync(temp, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UserError(
      `RUNNER_TEMP is ${temp}, which cannot be written to (${messageOf(error)}).`,
      'Mount the runner’s folder where the step runs in a container, or set RUNNER_TEMP to a folder that this user may write to.',
      { cause: error },
    );
  }
}
