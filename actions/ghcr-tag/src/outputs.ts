import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setOutputs } from '@data-profiler-actions/action-kit';
import type { Label } from '@data-profiler-actions/image-tags';
import type { Inputs } from './inputs.ts';
import type { Tagging } from './tagging.ts';

export const outputNames = [
  'version',
  'tags',
  'tag-names',
  'labels',
  'annotations',
  'json',
  'bake-file',
  'digest',
] as const;

/** Sets the outputs, and writes the bake file that gives a build the same under metadata-action's target name. */
export function publishOutputs(tagging: Tagging, inputs: Inputs, temp: string): void {
  const { version, references, names, labels, annotations } = tagging;
  const lines = { labels: labels.map(asLine), annotations: annotations.map(asLine) };
  const bakeFile = join(temp, `docker-metadata-action-bake-${process.pid}.json`);
  writeFileSync(bakeFile, JSON.stringify(bakeDefinition(tagging), null, 2));
  setOutputs({
    version,
    tags: references.join(inputs.sepTags || '\n'),
    'tag-names': names.join(inputs.sepTags || '\n'),
    labels: lines.labels.join(inputs.sepLabels || '\n'),
    annotations: lines.annotations.join(inputs.sepAnnotations || '\n'),
    json: {
      version,
      tags: references,
      'tag-names': names,
      labels: Object.fromEntries(labels.map(({ key, value }) => [key, value])),
      annotations: lines.annotations,
    },
    'bake-file': bakeFile,
    digest: '',
  });
}

function bakeDefinition({ images, references, version, labels, annotations }: Tagging): Record<string, unknown> {
  const target = {
    tags: references,
    labels: Object.fromEntries(labels.map(({ key, value }) => [key, value])),
    annotations: annotations.map(asLine),
    args: { DOCKER_META_IMAGES: images.join(','), DOCKER_META_VERSION: version },
  };
  return { target: { 'docker-metadata-action': target } };
}

function asLine({ key, value }: Label): string {
  return `${key}=${value}`;
}
