import {
  info,
  mask,
  registryLogin,
  stepLogins,
  warning,
  type Credential,
  type EventContext,
  type Mistake,
} from '@data-profiler-actions/action-kit';
import { createRegistryClient, imageName, type ImageReference, type RegistryClient } from '@data-profiler-actions/oci';
import { readCopies } from './publish/copies.ts';
import type { Destination } from './publish/publish-index.ts';
import { isPlain } from './build/build-arguments.ts';
import { readNodes, type RemoteNode } from './builder/node-list.ts';
import type { Inputs, ReadInputs } from './inputs.ts';
import { loginsOf } from './registry/docker-config.ts';
import { openDockerHome, type DockerHome } from './registry/docker-home.ts';
import { advise } from './request/advice.ts';
import { defaultTagNames } from './request/default-tags.ts';
import { dockerfileOf, readDockerfile, type Dockerfile } from './request/dockerfile.ts';
import { fileMistakes } from './request/file-mistakes.ts';
import { readImage } from './request/image.ts';
import { imageMetadata, type ImageMetadata } from './request/image-metadata.ts';
import { decidePush, type PushDecision } from './request/push-decision.ts';
import { sourceDate } from './request/source-date.ts';
import { latestLast, readTags } from './request/tags.ts';

/** Everything the modes share: what to build or merge, where it goes, and who we are there. */
export interface Job {
  readonly inputs: Inputs;
  readonly event: EventContext;
  readonly signal: AbortSignal;
  readonly image: ImageReference;
  /** `registry/repository`. */
  readonly name: string;
  /** Tag names, `latest` last. */
  readonly tags: readonly string[];
  /** One platform with nothing attached: its manifest stands under the tags itself, for platforms that take no index. */
  readonly single: boolean;
  readonly metadata: ImageMetadata;
  readonly dockerfile: Dockerfile;
  readonly nodes: readonly RemoteNode[];
  /** Seconds since 1970; empty when unknown. */
  readonly sourceDate: string;
  readonly decision: PushDecision;
  readonly client: RegistryClient;
  /** Where the same goes under the same tags. */
  readonly copies: readonly CopyDestination[];
  /** Whether anybody is logged in to the image's registry. */
  readonly loggedIn: boolean;
  readonly docker: DockerHome;
  /** The step's own. */
  readonly logins: readonly Credential[];
  /** Found while reading; reported together with what preflight finds. */
  readonly mistakes: readonly Mistake[];
  close(): void;
}

export interface CopyDestination extends Destination {
  readonly loggedIn: boolean;
}

/** Stands in for an image that could not be read; no request is made for it. */
const noImage: ImageReference = { registry: 'localhost', repository: 'none' };

export async function openJob(
  { inputs, mistakes }: ReadInputs,
  event: EventContext,
  signal: AbortSignal,
): Promise<Job> {
  const read = readImage(inputs.image, event.repository.fullName);
  const image = read.ok ? read.image : noImage;
  const given = readTags(inputs.tags, read.ok ? image : undefined);
  const tags = inputs.tags.length > 0 ? given.names : latestLast(defaultTagNames(event));
  const dockerfile = readDockerfile(dockerfileOf(inputs), event.workspace, inputs.buildArgs);
  const nodes = readNodes(inputs.nodes, inputs.platforms);
  const date = await sourceDate(event, inputs.mode);
  const logins = stepLogins({ ...inputs, actor: event.actor });
  const docker = openDockerHome(inputs.mode === 'merge' ? undefined : event.temp, logins);
  hide(inputs, logins, docker);
  const decision = decidePush(inputs.push, inputs.output, event);
  advise(inputs, event, decision, dockerfile);
  const open = (target: ImageReference): Promise<CopyDestination> => openDestination(target, logins, docker, signal);
  const { client, loggedIn } = await open(image);
  const copied = readCopies(inputs.copies, image);
  const copies = await Promise.all(copied.images.map(open));
  return {
    inputs,
    event,
    signal,
    image,
    name: imageName(image),
    tags,
    single: inputs.platforms.length === 1 && isPlain(inputs),
    metadata: imageMetadata(inputs, event, tags[0] ?? '', date),
    dockerfile,
    nodes: nodes.nodes,
    sourceDate: date,
    decision,
    client,
    copies,
    loggedIn,
    docker,
    logins,
    mistakes: [
      ...mistakes,
      // Outside of a run there is no repository to name the image by; that is worth telling only when nothing else is wrong.
      ...(read.ok || (inputs.image === '' && mistakes.length > 0) ? [] : [read.mistake]),
      ...given.mistakes,
      ...copied.mistakes,
      ...nodes.mistakes,
      ...archiveMistakes(inputs, nodes.nodes),
      ...fileMistakes(inputs, dockerfile, event.workspace),
    ],
    close: () => {
      for (const destination of [{ client }, ...copies]) destination.client.close();
      docker.remove();
    },
  };
}

async function openDestination(
  image: ImageReference,
  logins: readonly Credential[],
  docker: DockerHome,
  signal: AbortSignal,
): Promise<CopyDestination> {
  const { registry } = image;
  const login = await registryLogin(registry, logins, docker.config, warning);
  if (login) mask(login.password);
  const client = createRegistryClient({ registry, signal, onRetry: info, ...(login && { credentials: login }) });
  return { image, client, loggedIn: login !== undefined };
}

function hide(inputs: Inputs, logins: readonly Credential[], docker: DockerHome): void {
  const passwords = loginsOf(docker.config, logins).map(({ password }) => password);
  [...passwords, ...inputs.secrets.map(({ value }) => value)].forEach(mask);
}

/** BuildKit joins no archive of several machines. */
function archiveMistakes({ output, platforms }: Inputs, nodes: readonly RemoteNode[]): Mistake[] {
  if (output === '' || nodes.length === 0 || platforms.length === 1) return [];
  const problem =
    'cannot take several platforms from several builders in one archive; push instead, or leave `nodes` out, or name one platform';
  return [{ input: 'output', problem }];
}
