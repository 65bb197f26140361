import { codeBlock, heading, table } from '@data-profiler-actions/action-kit';
import type { Promotion } from '../promote/promote.ts';
import { changesRelease, type Move } from '../promote/plan-moves.ts';

/** What was promoted, or would be, and how to go back. */
export function promotionBlocks({ moves, shownOnly }: Promotion): string[] {
  const rows = moves.map(({ image, tag, manifest, before }) => [
    `\`${image.name}:${tag}\``,
    before ? `\`${before.digest}\`` : 'new',
    before?.digest === manifest.digest ? 'there already' : `\`${manifest.digest}\``,
  ]);
  const title = shownOnly === '' ? 'Promoted' : `Would be promoted (${shownOnly})`;
  const back = moves.flatMap(wayBack);
  const rollback =
    back.length > 0 && shownOnly === ''
      ? [heading(4, 'The way back'), 'The step again, with these inputs:', codeBlock(back.join('\n\n'), 'yaml')]
      : [];
  const moved =
    rows.length > 0 ? table(['tag', 'from', 'to'], rows) : 'What would move could not be read; the log says why.';
  return [heading(3, title), moved, ...rollback];
}

function wayBack({ image, tag, manifest, before }: Move): string[] {
  if (!before || before.digest === manifest.digest) return [];
  const force = changesRelease({ image, tag, manifest, before }) ? '\npush: force' : '';
  return [`images: ${image.name}\ntags: ${tag}\npromote: ${before.digest}${force}`];
}

/** The moves for programs: `from` is what a tag pointed to before, empty for a new tag. */
export function movesForPrograms({ moves, shownOnly }: Promotion): Record<string, unknown>[] {
  return moves.map(({ image, tag, manifest, before }) => ({
    image: image.name,
    tag,
    from: before?.digest ?? '',
    to: manifest.digest,
    moved: shownOnly === '' && before?.digest !== manifest.digest,
  }));
}
