import { codeBlock, details, escapeMarkdown, heading, table } from '@data-profiler-actions/action-kit';
import type { Tagging } from './tagging.ts';

/** A table of tags with the rule that made each and why, the references to copy, and what was not made. */
export function taggingSummary({ tags, references, labels, notMade }: Tagging): string[] {
  const rows = tags.map(({ name, rule, why, change }) => [
    `\`${name}\``,
    rule,
    escapeMarkdown(change === '' ? why : `${why}; ${change}`),
  ]);
  return [
    heading(3, 'Tags'),
    tags.length > 0 ? table(['tag', 'rule', 'why'], rows) : 'No rule gave a tag for this event.',
    ...(notMade.length > 0 ? [`Not made: ${notMade.map(escapeMarkdown).join('; ')}`] : []),
    ...(references.length > 0 ? [details('References to copy', codeBlock(references.join('\n')))] : []),
    details('Labels', codeBlock(labels.map(({ key, value }) => `${key}=${value}`).join('\n'))),
  ];
}
