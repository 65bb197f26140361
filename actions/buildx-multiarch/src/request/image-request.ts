import type { EventContext, Mistake } from '@data-profiler-actions/action-kit';
import { imageName, type ImageReference } from '@data-profiler-actions/oci';
import { isPlain } from '../build/build-arguments.ts';
import { readNodes, type RemoteNode } from '../builder/node-list.ts';
import type { Inputs, ReadInputs } from '../inputs.ts';
import { readCopies } from './copies.ts';
import { defaultTagNames } from './default-tags.ts';
import { dockerfileOf, readDockerfile, type Dockerfile } from './dockerfile.ts';
import { fileMistakes } from './file-mistakes.ts';
import { readImage } from './image.ts';
import { latestLast, readTags } from './tags.ts';

/** What the step is asked for, as far as its inputs, its event and the files they name tell it. */
export interface ImageRequest {
  readonly inputs: Inputs;
  readonly image: ImageReference;
  /** `registry/repository`. */
  readonly name: string;
  /** Tag names, `latest` last. */
  readonly tags: readonly string[];
  /** One platform with nothing attached: its manifest stands under the tags itself, for platforms that take no index. */
  readonly single: boolean;
  readonly dockerfile: Dockerfile;
  readonly nodes: readonly RemoteNode[];
  /** Images that get the same under the same tags. */
  readonly copied: readonly ImageReference[];
  /** Found while reading; reported together with what preflight finds. */
  readonly mistakes: readonly Mistake[];
}

/** Stands in for an image that could not be read; no request is made for it. */
const noImage: ImageReference = { registry: 'localhost', repository: 'none' };

export function readImageRequest({ inputs, mistakes }: ReadInputs, event: EventContext): ImageRequest {
  const read = readImage(inputs.image, event.repository.fullName);
  const image = read.ok ? read.image : noImage;
  // Outside of a run there is no repository to name the image by; that is worth telling only when nothing else is wrong.
  const isTold = !read.ok && (inputs.image !== '' || mistakes.length === 0);
  const tags = readTags(inputs.tags, read.ok ? image : undefined);
  const copies = readCopies(inputs.copies, image);
  const nodes = readNodes(inputs.nodes, inputs.platforms);
  const dockerfile = readDockerfile(dockerfileOf(inputs), event.workspace, inputs.buildArgs);
  return {
    inputs,
    image,
    name: imageName(image),
    tags: inputs.tags.length > 0 ? tags.names : latestLast(defaultTagNames(event)),
    single: inputs.platforms.length === 1 && isPlain(inputs),
    dockerfile,
    nodes: nodes.nodes,
    copied: copies.images,
    mistakes: [
      ...mistakes,
      ...(isTold ? [read.mistake] : []),
      ...tags.mistakes,
      ...copies.mistakes,
      ...nodes.mistakes,
      ...archiveMistakes(inputs, nodes.nodes),
      ...fileMistakes(inputs, dockerfile, event.workspace),
    ],
  };
}

/** BuildKit joins no archive of several machines. */
function archiveMistakes({ output, platforms }: Inputs, nodes: readonly RemoteNode[]): Mistake[] {
  if (output === '' || nodes.length === 0 || platforms.length === 1) return [];
  const problem =
    'cannot take several platforms from several builders in one archive; push instead, or leave `nodes` out, or name one platform';
  return [{ input: 'output', problem }];
}
