import { writeSummary, type ActionContext, type Verdict } from '@data-profiler-actions/action-kit';
import { decideTags } from './decision/decision.ts';
import { guardReleases } from './decision/guard.ts';
import { describeImage } from './decision/metadata.ts';
import { noticeNoImage, noticeSharedBranch } from './decision/notices.ts';
import { readActionInputs } from './inputs.ts';
import { publishOutputs } from './outputs.ts';
import { promote } from './promote/promote.ts';
import { openImages } from './registry/remote-images.ts';
import { promotionBlocks } from './report/promotion-report.ts';
import { sayAloud, summaryBlocks } from './report/report.ts';
import { imageNames } from './request/images.ts';
import { readSituation } from './run/situation.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const inputs = readActionInputs();
  const situation = await readSituation(inputs, signal);
  const { event, facts } = situation;
  const names = imageNames(inputs.images, event.repository.fullName);
  const remote = openImages(names, { ...inputs, actor: event.actor }, signal);
  try {
    const decided = await noticeSharedBranch(noticeNoImage(decideTags(inputs, facts), names), situation);
    const decision = await guardReleases(decided, inputs, remote.images, situation);
    const metadata = describeImage(names, decision, situation, inputs);
    sayAloud(decision);
    const tags = metadata.tags.map(({ name }) => name);
    const { promote: source, push } = inputs;
    const promotion = source && (await promote(remote.images, tags, { source, push }, event));
    publishOutputs(metadata, promotion, inputs, event.temp);
    writeSummary([...summaryBlocks(metadata, inputs.variables), ...(promotion ? promotionBlocks(promotion) : [])]);
    return { ok: true };
  } finally {
    remote.close();
  }
}
