import type { EventContext, KeyValue } from '@data-profiler-actions/action-kit';
import { commitDate, defaultLabels, overrideLabels, sourceFacts, type Label } from '@data-profiler-actions/image-tags';
import type { Inputs } from '../inputs.ts';
import { readAnnotation, type AnnotationLevel } from './annotation-levels.ts';

/** What the image says of itself. Keys without a value are left out. */
export interface ImageMetadata {
  readonly labels: readonly Label[];
  /** Of each platform's manifest. */
  readonly manifest: readonly Label[];
  readonly index: readonly Label[];
  /** VERSION, REVISION and CREATED, for Dockerfiles that declare them. */
  readonly facts: readonly KeyValue[];
}

/** `sourceDate` is seconds since 1970, empty when unknown; `version` the first tag. */
export function imageMetadata(
  { labels, annotations }: Pick<Inputs, 'labels' | 'annotations'>,
  event: EventContext,
  version: string,
  sourceDate: string,
): ImageMetadata {
  const created = createdAt(event, sourceDate);
  const known = defaultLabels(sourceFacts(event, version, event.sha, created)).filter(({ value }) => value !== '');
  const facts = { VERSION: version, REVISION: event.sha, CREATED: created };
  return {
    labels: overrideLabels(known, labels),
    manifest: overrideLabels(known, ofLevel(annotations, 'manifest')),
    index: overrideLabels(known, ofLevel(annotations, 'index')),
    facts: Object.entries(facts).flatMap(([key, value]) => (value === '' ? [] : [{ key, value }])),
  };
}

/** Annotations of the user's own for a level. */
function ofLevel(annotations: readonly KeyValue[], level: AnnotationLevel): KeyValue[] {
  return annotations.map(readAnnotation).filter((annotation) => annotation.level === level);
}

function createdAt(event: EventContext, sourceDate: string): string {
  if (sourceDate !== '') return new Date(Number(sourceDate) * 1000).toISOString();
  return commitDate(event)?.toISOString() ?? '';
}
