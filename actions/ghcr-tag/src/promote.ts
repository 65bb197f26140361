import { info, notice, UserError } from '@data-profiler-actions/action-kit';
import type { EventContext } from '@data-profiler-actions/action-kit';
import { carryOut, planMoves, type Move } from './promotion.ts';
import type { RemoteImage } from './registries.ts';

export interface Promotion {
  readonly moves: readonly Move[];
  /** Why nothing was moved; empty when it was. */
  readonly shownOnly: string;
}

/** Puts what exists under the tags; shows it only where `push` is false or the run is not trusted. */
export async function promote(
  images: readonly RemoteImage[],
  tags: readonly string[],
  inputs: { readonly promote: string; readonly push: string },
  event: Pick<EventContext, 'untrusted'>,
): Promise<Promotion> {
  if (images.length === 0 || tags.length === 0)
    throw new UserError(
      `There is no ${tags.length === 0 ? 'tag' : 'image'} to promote ${inputs.promote} to.`,
      'The summary says what each rule gave.',
    );
  const moves = await planMoves(images, inputs.promote, tags);
  const shownOnly = reasonToShow(inputs.push, event.untrusted);
  if (event.untrusted !== '') notice(`Nothing is promoted: ${shownOnly}.`);
  if (shownOnly === '') await carryOut(moves, images);
  for (const move of moves) info(`${shownOnly === '' ? 'Moved' : 'Would move'} ${describeMove(move)}`);
  return { moves, shownOnly };
}

function reasonToShow(push: string, untrusted: string): string {
  if (untrusted !== '') return `a ${untrusted} run may not write to the registry`;
  return push === 'false' ? 'push is false' : '';
}

export function describeMove({ image, tag, manifest, before }: Move): string {
  const from = before ? `from ${before.digest} ` : '';
  return `${image.name}:${tag} ${from}to ${manifest.digest}`;
}
