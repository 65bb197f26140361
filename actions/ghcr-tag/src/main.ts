import { info, readEvent, writeSummary, type ActionContext, type Verdict } from '@data-profiler-actions/action-kit';
import { renderTemplate, templateFacts } from '@data-profiler-actions/image-tags';
import { decideTags } from './decision.ts';
import { ruleFacts } from './facts.ts';
import { readActionInputs } from './inputs.ts';
import { describeImage } from './metadata.ts';
import { holdBack, movingTags } from './older-release.ts';
import { publishOutputs } from './outputs.ts';
import { readPublishedTags } from './published-tags.ts';
import { sayAloud, summaryBlocks } from './report.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const inputs = readActionInputs();
  const event = readEvent();
  const facts = ruleFacts(event, process.env, new Date());
  const images = inputs.images ?? [`ghcr.io/${event.repository.fullName.toLowerCase()}`];
  let decision = decideTags(inputs, facts);
  // Without rules of the user's own nothing moves by version, and no request is made.
  if (movingTags(decision).length > 0) {
    const published = await readPublishedTags(images, inputs, event.actor, signal);
    decision = holdBack(decision, published, renderTemplate(inputs.flavor.suffix, templateFacts(facts)));
  }
  const metadata = describeImage(images, decision, facts.sha, event, inputs);
  for (const { name, rule, why } of metadata.tags) info(`${name}  (${rule}: ${why})`);
  sayAloud(decision);
  publishOutputs(metadata, inputs, event.temp);
  writeSummary(summaryBlocks(metadata));
  return { ok: true };
}
