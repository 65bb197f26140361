import { mistakesError, type EventContext } from '@data-profiler-actions/action-kit';
import {
  annotationLevels,
  defaultLabels,
  overrideLabels,
  sourceFacts,
  type AnnotationLevel,
} from '@data-profiler-actions/image-tags';
import type { Decision } from './decision.ts';
import type { Inputs } from './inputs.ts';
import type { Metadata } from './outputs.ts';
import { createdAt } from './source.ts';

/** Tags with the labels and annotations that go with them. */
export function describeImage(
  images: readonly string[],
  { tags, silent }: Decision,
  sha: string,
  event: EventContext,
  inputs: Pick<Inputs, 'labels' | 'annotations'>,
): Metadata {
  const version = tags[0]?.name ?? '';
  const created = createdAt(event, process.env, new Date());
  const labels = defaultLabels(sourceFacts(event, version, sha, created));
  return {
    images,
    tags,
    silent,
    version,
    labels: overrideLabels(labels, inputs.labels),
    annotations: overrideLabels(labels, inputs.annotations),
    levels: readLevels(process.env['DOCKER_METADATA_ANNOTATIONS_LEVELS']),
  };
}

/** Manifest and index, unless docker/metadata-action's variable says otherwise. */
export function readLevels(given: string | undefined): AnnotationLevel[] {
  if (!given?.trim()) return ['manifest', 'index'];
  const words = given.split(',').map((word) => word.trim());
  const known = annotationLevels.filter((level) => words.includes(level));
  if (known.length === new Set(words).size) return known;
  const problem = `follows DOCKER_METADATA_ANNOTATIONS_LEVELS, which is "${given}"; allowed are ${annotationLevels.join(', ')}`;
  throw mistakesError([{ input: 'annotations', problem }]);
}
