import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EventContext } from '@data-profiler-actions/action-kit';
import { changedFiles } from './changes/changed-files.ts';
import { earlierRuns } from './history/earlier-runs.ts';
import { openRest } from './github/rest.ts';
import type { PlannedImage } from './images/image-lines.ts';
import type { Inputs } from './inputs.ts';
import type { Facts } from './plan.ts';
import { registeredRunners } from './runners/registered-runners.ts';
import { isSelfHosted } from './runners/strategy.ts';

/** Reads what the decisions need, all at once; what cannot be read within seconds is told as unknown. */
export async function readFacts(inputs: Inputs, event: EventContext, signal: AbortSignal): Promise<Facts> {
  const rest = openRest(event, inputs.token, signal);
  const ownRunners = inputs.strategy === 'self-hosted' || Object.values(inputs.runners).some(isSelfHosted);
  const asksForPaths = Object.keys(inputs.paths).length > 0;
  const [history, changed, registered] = await Promise.all([
    earlierRuns(rest, process.env['GITHUB_WORKFLOW_REF'] ?? '', new Date()),
    asksForPaths ? changedFiles(event, rest) : { unknown: 'paths is empty' },
    ownRunners ? registeredRunners(rest) : undefined,
  ]);
  const images = inputs.images.length > 0 ? inputs.images : ownImage(event);
  return { event, images, history, changed, registered };
}

/** The image of a repository that names none: its own, if there is a Dockerfile at the root. */
function ownImage({ workspace, repository }: EventContext): PlannedImage[] {
  const exists = existsSync(join(workspace, 'Dockerfile'));
  return exists ? [{ image: repository.name.toLowerCase(), context: '.', file: 'Dockerfile' }] : [];
}
