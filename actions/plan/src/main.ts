import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { info, readEvent, writeSummary, type EventContext, type Verdict } from '@data-profiler-actions/action-kit';
import type { PlannedImage } from './image-lines.ts';
import { readActionInputs } from './inputs.ts';
import { publishOutputs } from './outputs.ts';
import { makePlan } from './plan.ts';
import { summaryBlocks } from './report.ts';

export async function main(): Promise<Verdict> {
  const inputs = readActionInputs();
  const event = readEvent();
  const images = inputs.images.length > 0 ? inputs.images : ownImage(event);
  const plan = makePlan(inputs, event, images);
  info(plan.publish.why);
  info(plan.strategyWhy);
  publishOutputs(plan);
  writeSummary(summaryBlocks(plan, inputs.registry));
  return Promise.resolve({ ok: true });
}

/** The image of a repository that names none: its own, if there is a Dockerfile at the root. */
function ownImage({ workspace, repository }: EventContext): PlannedImage[] {
  const exists = existsSync(join(workspace, 'Dockerfile'));
  return exists ? [{ image: repository.name.toLowerCase(), context: '.', file: 'Dockerfile' }] : [];
}
