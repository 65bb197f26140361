import { codeBlock, details, escapeMarkdown, heading, table } from '@data-profiler-actions/action-kit';
import { labelLine } from '@data-profiler-actions/image-tags';
import { references, type Metadata } from './outputs.ts';

/** The step's summary: every tag with its rule and reason. */
export function summaryBlocks(metadata: Metadata): string[] {
  const { images, decisions, labels } = metadata;
  const rows = decisions.map(({ name, rule, why }) => [`\`${name}\``, rule, escapeMarkdown(why)]);
  return [
    heading(3, `Tags of ${images.map((image) => `\`${image}\``).join(', ') || 'no image'}`),
    rows.length > 0 ? table(['tag', 'rule', 'why'], rows) : 'No rule gave a tag.',
    ...(rows.length > 0 ? [details('References to copy', codeBlock(references(metadata).join('\n')))] : []),
    details('Labels', codeBlock(labels.map(labelLine).join('\n'))),
  ];
}
