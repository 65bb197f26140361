import { info, notice, UserError, type EventContext } from '@data-profiler-actions/action-kit';
import { copyImage, registryFailure } from '@data-profiler-actions/oci';
import type { Inputs } from '../inputs.ts';
import type { PromoteSource } from '../request/promote-source.ts';
import { carryOut } from './carry-out.ts';
import { changesRelease, planMoves, type Move } from './plan-moves.ts';
import type { RemoteImage } from '../registry/remote-images.ts';

export interface Promotion {
  readonly moves: readonly Move[];
  /** Why nothing was moved; empty when it was. */
  readonly shownOnly: string;
}

/** What the step was asked to promote, and whether it may. */
export interface PromotionRequest {
  readonly source: PromoteSource;
  readonly push: Inputs['push'];
}

/** Puts what exists under the tags; shows it only where `push` is false or the run is not trusted. */
export async function promote(
  images: readonly RemoteImage[],
  tags: readonly string[],
  { source, push }: PromotionRequest,
  event: Pick<EventContext, 'untrusted'>,
): Promise<Promotion> {
  if (images.length === 0 || tags.length === 0)
    throw new UserError(
      `There is no ${tags.length === 0 ? 'tag' : 'image'} to promote ${source.text} to.`,
      'The log says what each rule gave.',
    );
  const shownOnly = reasonToShow(push, event.untrusted);
  if (event.untrusted !== '') notice(`Nothing is promoted: ${shownOnly}.`);
  const moves = await planMoves(images, source, tags).catch((thrown: unknown) => {
    const failure = explained(thrown);
    // What an untrusted run would promote was often never pushed, for the same reason; and its token may not read.
    if (event.untrusted === '' || !(failure instanceof UserError)) throw failure;
    info(failure.message);
    return [];
  });
  const held = push === 'force' ? [] : moves.filter(changesRelease);
  if (held.length > 0) holdReleases(held, shownOnly);
  if (shownOnly === '')
    await move(moves, images, source).catch((thrown: unknown) => {
      throw explained(thrown);
    });
  for (const each of moves)
    info(isThere(each) ? stands(each) : `${shownOnly === '' ? 'Moved' : 'Would move'} ${describeMove(each)}`);
  return { moves, shownOnly };
}

/** Of the errors before the first tag is moved. */
function explained(thrown: unknown): unknown {
  const failure = registryFailure(thrown);
  const remedy = 'Nothing was moved. Check “credentials” or “token” and the package’s access, or run the step again.';
  return failure === undefined ? thrown : new UserError(failure, remedy, { cause: thrown });
}

async function move(moves: readonly Move[], images: readonly RemoteImage[], { from }: PromoteSource): Promise<void> {
  for (const { client, repository } of images) await client.probeWrite(repository);
  for (const { client, repository } of images) {
    const manifest = moves.find(({ image }) => image.repository === repository)?.manifest;
    if (from && manifest && from.repository !== repository)
      await copyImage(client, { from: from.repository, to: repository }, manifest);
  }
  await carryOut(moves);
}

/** People who pinned a version must go on getting what they pinned. Where nothing is moved, nothing is refused. */
function holdReleases(held: readonly Move[], shownOnly: string): void {
  const list = held.map(describeMove).join('\n  ');
  if (shownOnly !== '') {
    notice(`Without push: force these would be refused, being released versions:\n  ${list}`);
    return;
  }
  throw new UserError(
    `These tags are released versions, which exist with other content:\n  ${list}\nNothing was moved.`,
    'Release under a new version; if the old content must go, say so with push: force.',
  );
}

function reasonToShow(push: Inputs['push'], untrusted: string): string {
  if (untrusted !== '') return `a ${untrusted} run may not write to the registry`;
  return push === 'false' ? 'push is false' : '';
}

const isThere = ({ manifest, before }: Move): boolean => before?.digest === manifest.digest;

const stands = ({ image, tag, manifest }: Move): string => `${image.name}:${tag} is at ${manifest.digest} already`;

function describeMove({ image, tag, manifest, before }: Move): string {
  return `${image.name}:${tag} ${before ? `from ${before.digest} ` : ''}to ${manifest.digest}`;
}
