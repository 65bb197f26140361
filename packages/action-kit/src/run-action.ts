import { debug, setFailed } from './runner/workflow-commands.ts';
import { messageOf, UserError } from './errors.ts';
import { codeBlock, heading, writeSummary } from './runner/summary.ts';

/** How an action ends: done and good, or red with the reason people read on the run's page. */
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export interface ActionContext {
  /** Aborted when the runner cancels the step (SIGINT, then SIGTERM). */
  readonly signal: AbortSignal;
}

/**
 * Runs an action's main. The only place that decides red or green. What was thrown instead of reported goes into the summary too. Nobody has to wait for
 * it: a process that ends while main still has something to wait for is red.
 */
export async function runAction(main: (context: ActionContext) => Promise<Verdict>): Promise<void> {
  const cancellation = new AbortController();
  const cancel = (): void => cancellation.abort(new UserError('The step was cancelled.'));
  process.once('SIGINT', cancel).once('SIGTERM', cancel).once('exit', endTooEarly);
  const failure = await main({ signal: cancellation.signal }).then(failureOfVerdict, failureOfThrown);
  if (failure !== undefined) setFailed(failure);
  process.removeListener('SIGINT', cancel).removeListener('SIGTERM', cancel).removeListener('exit', endTooEarly);
  // Once nothing is under way any more, Node need not take its heap apart.
  process.once('beforeExit', () => process.exit());
}

function endTooEarly(code: number): void {
  if (code === 0) setFailed('The step ended before its work was done, a fault of this action. Please report it.');
}

function failureOfVerdict(verdict: Verdict): string | undefined {
  return verdict.ok ? undefined : verdict.reason;
}

function failureOfThrown(thrown: unknown): string {
  const failure = describe(thrown);
  writeSummary([heading(3, 'This step stopped'), codeBlock(failure)]);
  return failure;
}

function describe(thrown: unknown): string {
  if (thrown instanceof UserError) return thrown.remedy ? `${thrown.message}\n${thrown.remedy}` : thrown.message;
  debug(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
  return `Unexpected error, a fault of this action: ${messageOf(thrown)}. Run again with debug logging for its stack, and please report it.`;
}
