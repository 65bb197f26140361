import { codeBlock, details, escapeMarkdown, heading, info, table, warning } from '@data-profiler-actions/action-kit';
import { labelLine } from '@data-profiler-actions/image-tags';
import type { Decision } from './decision.ts';
import type { Promotion } from './promote.ts';
import { references, type Metadata } from './outputs.ts';

/** The step's summary: every tag with its rule and reason. */
export function summaryBlocks(metadata: Metadata): string[] {
  const { images, tags, silent, labels } = metadata;
  const rows = tags.map(({ name, rule, why }) => [`\`${name}\``, escapeMarkdown(rule), escapeMarkdown(why)]);
  return [
    heading(3, `Tags of ${images.map((image) => `\`${image}\``).join(', ') || 'no image'}`),
    rows.length > 0 ? table(['tag', 'rule', 'why'], rows) : 'No rule gave a tag.',
    ...(silent.length > 0
      ? [
          heading(4, 'No tag from'),
          table(
            ['rule', 'why'],
            silent.map(({ rule, why }) => [escapeMarkdown(rule), escapeMarkdown(why)]),
          ),
        ]
      : []),
    ...(rows.length > 0 ? [details('References to copy', codeBlock(references(metadata).join('\n')))] : []),
    details('Labels', codeBlock(labels.map(labelLine).join('\n'))),
  ];
}

/** One warning when there is no tag at all, else one for each rule that was hardly meant to give nothing; the rest is in the log. */
export function sayAloud({ tags, silent }: Decision): void {
  for (const { rule, why, warn } of silent) {
    const text = `No tag from ${rule}: ${why}.`;
    if (warn && tags.length > 0) warning(text);
    else info(text);
  }
  if (tags.length === 0) warning('No rule gave a tag for this event; the outputs are empty. The summary says why.');
}

/** What was promoted, or would be. */
export function promotionBlocks({ moves, shownOnly }: Promotion): string[] {
  const rows = moves.map(({ image, tag, manifest, before }) => [
    `\`${image.name}:${tag}\``,
    before ? `\`${before.digest}\`` : 'new',
    `\`${manifest.digest}\``,
  ]);
  const title = shownOnly === '' ? 'Promoted' : `Would be promoted (${shownOnly})`;
  return [heading(3, title), table(['tag', 'from', 'to'], rows)];
}
