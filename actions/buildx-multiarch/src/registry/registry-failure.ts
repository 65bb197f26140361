import { UserError } from '@data-profiler-actions/action-kit';
import { RegistryError } from '@data-profiler-actions/oci';

/** A registry that refuses or cannot be reached is nothing this action did wrong: its words, and what can be done. */
export function explainRegistry(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof UserError) return error;
  if (signal.aborted) return new UserError('The step was cancelled.', 'No tag was moved after that.', { cause: error });
  if (error instanceof RegistryError) {
    return new UserError(
      `The registry refused to ${error.message}.`,
      'Check the login and the package’s access, or run the step again.',
      { cause: error },
    );
  }
  if (error instanceof Error && ('code' in error || error.message.includes('no answer within'))) {
    return new UserError(`The registry or the network failed: ${error.message}.`, 'Run the step again.', {
      cause: error,
    });
  }
  return error;
}
