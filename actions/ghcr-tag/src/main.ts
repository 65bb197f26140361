import { annotate, info, readEvent, warning, writeSummary, type Verdict } from '@data-profiler-actions/action-kit';
import { readActionInputs } from './inputs.ts';
import { publishOutputs } from './outputs.ts';
import { taggingSummary } from './summary.ts';
import { decideTagging } from './tagging.ts';
import { requestOf } from './tagging-request.ts';

export function main(): Promise<Verdict> {
  const inputs = readActionInputs();
  const event = readEvent();
  const tagging = decideTagging(requestOf(inputs, event));
  for (const reference of tagging.references) info(reference);
  if (tagging.names.length === 0)
    warning(
      `No rule gave a tag for ${event.ref || 'this event'}: the outputs are empty. ${tagging.notMade.join(' ')}`.trim(),
    );
  annotate(
    tagging.tags
      .filter(({ change }) => change !== '')
      .map(({ change }) => ({ level: 'notice', title: 'Tag changed to be legal', message: change })),
  );
  publishOutputs(tagging, inputs, event.temp);
  writeSummary(taggingSummary(tagging));
  return Promise.resolve({ ok: true });
}
