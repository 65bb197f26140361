import { codeBlock, details, escapeMarkdown, heading, info, table, warning } from '@data-profiler-actions/action-kit';
import { labelLine } from '@data-profiler-actions/image-tags';
import type { Decision } from '../decision/decision.ts';
import { references, type Metadata } from '../decision/metadata.ts';
import type { Variables } from '../request/variables.ts';

const forLaterSteps =
  'They read `steps.ID.outputs.tags` and so on. `$DOCKER_METADATA_OUTPUT_TAGS` and its like are not set, unless this step has `env: DOCKER_METADATA_SET_OUTPUT_ENV: true`.';

/** The step's summary: every tag with its rule, reason and what was done to it. */
export function summaryBlocks(metadata: Metadata, { exportOutputs }: Pick<Variables, 'exportOutputs'>): string[] {
  const { images, tags, silent, labels, warnings } = metadata;
  const rows = tags.map(({ name, rule, why, raw, change }) => [
    `\`${name}\``,
    escapeMarkdown(rule),
    escapeMarkdown(why),
    change === '' ? '' : `${escapeMarkdown(raw)}: ${escapeMarkdown(change)}`,
  ]);
  const silentRows = silent.map(({ rule, why }) => [escapeMarkdown(rule), escapeMarkdown(why)]);
  return [
    heading(3, `Tags of ${images.map((image) => `\`${image}\``).join(', ') || 'no image'}`),
    rows.length > 0 ? table(['tag', 'rule', 'why', 'made legal'], rows) : 'No rule gave a tag.',
    ...warnings.map((text) => `> [!WARNING]\n> ${escapeMarkdown(text)}`),
    ...(silentRows.length > 0 ? [heading(4, 'Not given'), table(['rule', 'why'], silentRows)] : []),
    ...(rows.length > 0 && images.length > 0
      ? [details('References to copy', codeBlock(references(metadata).join('\n')))]
      : []),
    details('Labels', codeBlock(labels.map(labelLine).join('\n'))),
    ...(exportOutputs ? [] : [details('For later steps', forLaterSteps)]),
  ];
}

/** Every tag in the log. One warning when there is none, else one for each rule that was hardly meant to give nothing. */
export function sayAloud({ tags, silent, warnings }: Decision): void {
  for (const { name, rule, why, change } of tags)
    info(`${name}  (${rule}: ${why}${change === '' ? '' : `; ${change}`})`);
  for (const { rule, why, warn } of silent) {
    const text = `No tag from ${rule}: ${why}.`;
    if (warn && tags.length > 0) warning(text);
    else info(text);
  }
  warnings.forEach((text) => warning(text));
  if (tags.length === 0) warning('No rule gave a tag for this event; the outputs are empty. The summary says why.');
}
