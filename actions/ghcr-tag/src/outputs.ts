import { exportVariables, setOutputs } from '@data-profiler-actions/action-kit';
import { labelLine } from '@data-profiler-actions/image-tags';
import { references, type Metadata } from './decision/metadata.ts';
import type { Inputs } from './inputs.ts';
import type { Promotion } from './promote/promote.ts';
import { writeBakeFiles } from './report/bake-files.ts';
import { movesForPrograms } from './report/promotion-report.ts';

export const outputNames = [
  'version',
  'tags',
  'tag-names',
  'labels',
  'annotations',
  'json',
  'bake-file',
  'bake-file-tags',
  'bake-file-labels',
  'bake-file-annotations',
  'digest',
] as const;

export function publishOutputs(
  metadata: Metadata,
  promotion: Promotion | undefined,
  inputs: Pick<Inputs, 'sepTags' | 'sepLabels' | 'sepAnnotations' | 'variables'>,
  temp: string,
): void {
  const digests = new Set(promotion?.moves.map(({ manifest }) => manifest.digest));
  const promoted = promotion ? { promoted: movesForPrograms(promotion) } : {};
  const names = metadata.tags.map(({ name }) => name);
  const tags = references(metadata);
  const { annotations } = metadata;
  const labels = Object.fromEntries(metadata.labels.map(({ key, value }) => [key, value]));
  const outputs = {
    version: metadata.version,
    tags: tags.join(inputs.sepTags),
    'tag-names': names.join(inputs.sepTags),
    labels: metadata.labels.map(labelLine).join(inputs.sepLabels),
    annotations: annotations.join(inputs.sepAnnotations),
    json: { version: metadata.version, tags, 'tag-names': names, labels, annotations, ...promoted },
    ...writeBakeFiles({ ...metadata, tags, labels, annotations: metadata.bakeAnnotations }, temp),
    digest: [...digests].join('\n'),
  };
  setOutputs(outputs);
  if (inputs.variables.exportOutputs) exportVariables(asVariables(outputs));
}

/** The names under which docker/metadata-action hands its outputs to later steps. */
function asVariables(outputs: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      `DOCKER_METADATA_OUTPUT_${name.replaceAll('-', '_').toUpperCase()}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
