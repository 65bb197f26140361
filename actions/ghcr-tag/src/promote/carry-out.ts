import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, UserError } from '@data-profiler-actions/action-kit';
import type { StoredManifest, RegistryClient } from '@data-profiler-actions/oci';
import type { Move } from './plan-moves.ts';

const looks = 5;
const firstWaitMs = 200;
const remedy = 'Check the registry’s own state and the access of “credentials” or “token”, and run the step again.';

/** Moves the tags in all images and looks whether they are there. If that fails, what was moved is put back, and the error says what could not be. */
export async function carryOut(moves: readonly Move[]): Promise<void> {
  const done: Move[] = [];
  try {
    for (const move of [...moves].sort(inOrder)) {
      if (move.before?.digest === move.manifest.digest) continue;
      done.push(move);
      await write(move);
    }
    for (const move of moves) await verify(move);
  } catch (thrown) {
    const left = await undo(done);
    const state = left.length === 0 ? 'Every tag is where it was.' : `These could not be put back: ${left.join(', ')}.`;
    const cause = messageOf(thrown).replace(/\.$/, '');
    throw new UserError(`The promotion failed: ${cause}. ${state}`, isCancelled(thrown) ? '' : remedy, {
      cause: thrown,
    });
  }
}

/** The step's cancellation is the one reason that comes in words for the user. */
const isCancelled = (thrown: unknown): boolean => thrown instanceof UserError;

async function write(move: Move): Promise<void> {
  const { image, tag, manifest } = move;
  await put(image.client, move, manifest).catch((thrown: unknown) => {
    if (isCancelled(thrown)) throw thrown;
    throw new Error(`${image.name}:${tag} was not written: ${messageOf(thrown)}`, { cause: thrown });
  });
}

/** A registry of several machines may show a tag's old place for a moment. */
async function verify(move: Move): Promise<void> {
  const { image, tag, manifest } = move;
  for (let look = 1; ; look += 1) {
    const now = await place(image.client, move);
    if (now === manifest.digest) return;
    if (look >= looks)
      throw new Error(`${image.name}:${tag} is at ${now ?? 'nothing'} although the registry took ${manifest.digest}`);
    await sleep(firstWaitMs * 2 ** (look - 1));
  }
}

/** Puts tags back, last moved first; gives those that are new, which a registry keeps, and those that could not be written. */
async function undo(done: readonly Move[]): Promise<string[]> {
  const left: string[] = [];
  for (const move of [...done].reverse()) {
    const { image, tag, before, manifest } = move;
    const restored = before && (await put(image.rescue, move, before).catch(() => undefined));
    const now = restored ?? (await place(image.rescue, move).catch(() => 'an unknown place'));
    if (now !== before?.digest) left.push(`${image.name}:${tag} (at ${now ?? manifest.digest})`);
  }
  return left;
}

/** Where a tag is; a registry may leave the digest out of its short answer. */
async function place(client: RegistryClient, { image, tag }: Move): Promise<string | undefined> {
  const digest = await client.headManifest(image.repository, tag);
  return digest ?? (await client.getManifest(image.repository, tag))?.digest;
}

function put(client: RegistryClient, { image, tag }: Move, manifest: StoredManifest): Promise<string> {
  return client.putManifest(image.repository, tag, manifest);
}

/** What can be put back goes first, so that a refusal leaves no new tag behind; whoever follows `latest` must find every other tag in place. */
function inOrder(a: Move, b: Move): number {
  return rank(a) - rank(b);
}

function rank({ tag, before }: Move): number {
  if (/latest/.test(tag)) return 2;
  return before ? 0 : 1;
}
