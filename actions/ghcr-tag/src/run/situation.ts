import { readEvent, type EventContext } from '@data-profiler-actions/action-kit';
import { commitDate, type RuleFacts } from '@data-profiler-actions/image-tags';
import type { Inputs } from '../inputs.ts';
import { commitDateIn, openCheckout, type Checkout } from './checkout.ts';
import { ruleFacts } from './facts.ts';
import { readPosition } from './git-ref.ts';

/** What the step knows of its run. */
export interface Situation {
  readonly event: EventContext;
  readonly facts: RuleFacts;
  readonly checkout: Checkout | undefined;
  /** Aborted when the step is cancelled. */
  readonly signal: AbortSignal;
}

/** Reads the event, or with `context: git` ref and commit from the checkout. */
export async function readSituation(
  { context, variables }: Pick<Inputs, 'context' | 'variables'>,
  signal: AbortSignal,
): Promise<Situation> {
  const given = readEvent();
  const checkout = openCheckout(given.workspace, signal);
  const position = context === 'git' ? await readPosition(checkout, given.ref) : undefined;
  const event = position ? readEvent({ ...process.env, GITHUB_REF: position.ref, GITHUB_SHA: position.sha }) : given;
  // The checkout says which commit it is; the event's word for it is not asked.
  const asked = position ? { ...variables, headOfPull: false } : variables;
  const date = (position ? undefined : commitDate(event)) ?? (await commitDateIn(checkout, event.sha));
  return { event, checkout, signal, facts: ruleFacts(event, asked, new Date(), date) };
}
