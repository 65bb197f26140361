import { info, readEvent, writeSummary, type ActionContext, type Verdict } from '@data-profiler-actions/action-kit';
import { renderTemplate, templateFacts } from '@data-profiler-actions/image-tags';
import { decideTags } from './decision.ts';
import { ruleFacts } from './facts.ts';
import { readActionInputs } from './inputs.ts';
import { describeImage } from './metadata.ts';
import { holdBack, movingTags } from './older-release.ts';
import { publishOutputs } from './outputs.ts';
import { promote } from './promote.ts';
import { readPublishedTags } from './published-tags.ts';
import { openImages } from './registries.ts';
import { promotionBlocks, sayAloud, summaryBlocks } from './report.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const inputs = readActionInputs();
  const event = readEvent();
  const facts = ruleFacts(event, process.env, new Date());
  const names = inputs.images ?? [`ghcr.io/${event.repository.fullName.toLowerCase()}`];
  const images = openImages(names, { ...inputs, actor: event.actor }, signal);
  try {
    let decision = decideTags(inputs, facts);
    // Without rules of the user's own nothing moves by version, and no request is made.
    if (movingTags(decision).length > 0) {
      const suffix = renderTemplate(inputs.flavor.suffix, templateFacts(facts));
      decision = holdBack(decision, await readPublishedTags(images, signal), suffix);
    }
    const metadata = describeImage(names, decision, facts.sha, event, inputs);
    for (const { name, rule, why } of metadata.tags) info(`${name}  (${rule}: ${why})`);
    sayAloud(decision);
    const tags = metadata.tags.map(({ name }) => name);
    const promotion = inputs.promote ? await promote(images, tags, inputs, event) : undefined;
    const digests = new Set(promotion?.moves.map(({ manifest }) => manifest.digest));
    publishOutputs(metadata, [...digests].join('\n'), inputs, event.temp);
    writeSummary([...summaryBlocks(metadata), ...(promotion ? promotionBlocks(promotion) : [])]);
    return { ok: true };
  } finally {
    for (const { client } of images) client.close();
  }
}
