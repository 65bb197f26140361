import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  info,
  mask,
  mistakesError,
  notice,
  type Credential,
  type EventContext,
  type Mistake,
} from '@data-profiler-actions/action-kit';
import {
  createRegistryClient,
  imageName,
  parseReference,
  type ImageReference,
  type RegistryClient,
} from '@data-profiler-actions/oci';
import { defaultTagNames } from './request/default-tags.ts';
import { openDockerHome, type DockerHome } from './registry/docker-config.ts';
import type { Inputs } from './inputs.ts';
import { decidePush, type PushDecision } from './request/push-decision.ts';
import { loginFor, stepCredentials } from './registry/registry-login.ts';
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
  readonly decision: PushDecision;
  readonly client: RegistryClient;
  readonly docker: DockerHome;
  /** Found while reading; reported together with what preflight finds. */
  readonly mistakes: readonly Mistake[];
  close(): void;
}

export async function openJob(inputs: Inputs, event: EventContext, signal: AbortSignal): Promise<Job> {
  const image = readImage(inputs, event);
  const given = readTags(inputs.tags, image);
  const logins = stepCredentials(inputs.credentials, inputs.token, event.actor);
  [...logins.map(({ password }) => password), ...inputs.secrets.map(({ value }) => value)].forEach(mask);
  const docker = openDockerHome(logins, event.temp);
  const decision = decidePush(inputs.push, inputs.output, event);
  if (decision.why !== '') (decision.announce ? notice : info)(`Nothing is pushed: ${decision.why}.`);
  const client = await openClient(image, logins, docker, signal);
  return {
    inputs,
    event,
    signal,
    image,
    name: imageName(image),
    decision,
    client,
    docker,
    tags: inputs.tags.length > 0 ? given.names : latestLast(defaultTagNames(event)),
    mistakes: [...given.mistakes, ...fileMistakes(inputs, event.workspace)],
    close: () => {
      client.close();
      docker.remove();
    },
  };
}

async function openClient(
  image: ImageReference,
  logins: readonly Credential[],
  docker: DockerHome,
  signal: AbortSignal,
): Promise<RegistryClient> {
  const login = await loginFor(image.registry, logins, docker.config);
  return createRegistryClient({
    registry: image.registry,
    ...(login && { credentials: login }),
    signal,
    onRetry: info,
  });
}

function readImage(inputs: Inputs, event: EventContext): ImageReference {
  const given = inputs.image || `ghcr.io/${event.repository.fullName.toLowerCase()}`;
  const parsed = parseReference(given);
  if (!parsed.ok) throw mistakesError([{ input: 'image', problem: `is "${given}", which ${parsed.problem}` }]);
  const { reference } = parsed;
  if (reference.tag !== undefined || reference.digest !== undefined) {
    throw mistakesError([
      { input: 'image', problem: `is "${given}": give it without a tag or digest (tags go to "tags")` },
    ]);
  }
  return reference;
}

function fileMistakes(inputs: Inputs, workspace: string): Mistake[] {
  if (inputs.mode === 'merge') return [];
  const missing = (input: string, file: string): Mistake[] =>
    existsSync(join(workspace, file))
      ? []
      : [{ input, problem: `names ${file}, which does not exist in the workspace` }];
  return [
    ...missing('context', inputs.context || '.'),
    ...missing('file', dockerfileOf(inputs)),
    ...inputs.secretFiles.flatMap(({ value }) => missing('secret-files', value.trim())),
  ];
}

/** The Dockerfile's path, relative to the workspace. */
export function dockerfileOf({ file, context }: Pick<Inputs, 'file' | 'context'>): string {
  return file || join(context || '.', 'Dockerfile');
}
