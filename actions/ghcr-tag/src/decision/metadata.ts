import {
  annotationLines,
  defaultLabels,
  overrideLabels,
  renderTemplate,
  sourceFacts,
  templateFacts,
  type Label,
} from '@data-profiler-actions/image-tags';
import type { Decision } from './decision.ts';
import type { Inputs } from '../inputs.ts';
import type { Situation } from '../run/situation.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** All that the step decided of its images. */
export interface Metadata extends Decision {
  readonly images: readonly string[];
  readonly version: string;
  readonly labels: readonly Label[];
  /** `level:key=value`. */
  readonly annotations: readonly string[];
  /** The same for `bake-file-annotations`. */
  readonly bakeAnnotations: readonly string[];
}

/** Tags with the labels and annotations that go with them. */
export function describeImage(
  images: readonly string[],
  decision: Decision,
  { event, facts }: Pick<Situation, 'event' | 'facts'>,
  inputs: Pick<Inputs, 'labels' | 'annotations' | 'variables'>,
): Metadata {
  const version = decision.tags[0]?.name ?? '';
  const created = createdAt(facts.commitDate, process.env);
  const labels = defaultLabels(sourceFacts(event, version, facts.sha, created));
  const render = (own: readonly Label[]): Label[] =>
    own.map(({ key, value }) => ({
      key: renderTemplate(key, templateFacts(facts)),
      value: renderTemplate(value, templateFacts(facts)),
    }));
  const { levels, bakeLevels } = inputs.variables;
  const ownAnnotations = render(inputs.annotations);
  return {
    ...decision,
    images,
    version,
    labels: overrideLabels(labels, render(inputs.labels)),
    annotations: annotationLines(labels, levels, ownAnnotations),
    bakeAnnotations: annotationLines(labels, bakeLevels, ownAnnotations),
  };
}

/** `image:tag` for every image and tag. */
export function references({ images, tags }: Pick<Metadata, 'images' | 'tags'>): string[] {
  return images.flatMap((image) => tags.map(({ name }) => `${image}:${name}`));
}

/** SOURCE_DATE_EPOCH (seconds), else the commit's date: two jobs of one run then agree on the labels. */
export function createdAt(commitDate: Date, env: Environment): string {
  const epoch = env['SOURCE_DATE_EPOCH'] ?? '';
  return (/^\d{1,11}$/.test(epoch) ? new Date(Number(epoch) * 1000) : commitDate).toISOString();
}
