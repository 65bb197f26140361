import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What goes into the definition files of Docker Bake. */
export interface BakeContent {
  readonly images: readonly string[];
  readonly version: string;
  /** `image:tag`. */
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** `level:key=value`. */
  readonly annotations: readonly string[];
}

type BakeOutput = 'bake-file' | 'bake-file-tags' | 'bake-file-labels' | 'bake-file-annotations';

/**
 * What each file gives the target `docker-metadata-action`, as docker/metadata-action divides it: annotations have a file of their own, since a build that
 * is loaded into Docker or makes no index takes none for the index.
 */
export function bakeTargets({ images, version, tags, labels, annotations }: BakeContent): Record<BakeOutput, unknown> {
  const args = { DOCKER_META_IMAGES: images.join(','), DOCKER_META_VERSION: version };
  return {
    'bake-file': { tags, labels, args },
    'bake-file-tags': { tags, args },
    'bake-file-labels': { labels },
    'bake-file-annotations': { annotations },
  };
}

/** The path of each file, by its output. */
export function writeBakeFiles(content: BakeContent, temp: string): Record<string, string> {
  const folder = mkdtempSync(join(temp, 'ghcr-tag-'));
  const written = Object.entries(bakeTargets(content)).map(([output, target]) => {
    const file = join(folder, `docker-metadata-action-${output.replace('bake-file', 'bake')}.json`);
    writeFileSync(file, `${JSON.stringify({ target: { 'docker-metadata-action': target } }, null, 2)}\n`);
    return [output, file] as const;
  });
  return Object.fromEntries(written);
}
