import { UserError } from '@data-profiler-actions/action-kit';
import { RegistryError, registryFailure } from '@data-profiler-actions/oci';

/** A registry that refuses or cannot be reached is nothing this action did wrong: its words, and what can be done. */
export function explainRegistry(error: unknown, signal: AbortSignal): unknown {
  // What a cancelled step ran into says nothing, unless the cancellation itself is told as the cause.
  if (error instanceof UserError && (!signal.aborted || error.cause === signal.reason)) return error;
  if (signal.aborted) return new UserError('The step was cancelled.', 'No tag was moved after that.', { cause: error });
  const failure = registryFailure(error);
  if (failure === undefined) return error;
  const isDenied = error instanceof RegistryError && [401, 403].includes(error.status);
  const remedy = isDenied ? 'Check the login and the package’s access.' : 'Run the step again.';
  return new UserError(failure, remedy, { cause: error });
}
