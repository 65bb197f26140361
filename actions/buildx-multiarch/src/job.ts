import { mask, stepLogins, type Credential, type EventContext } from '@data-profiler-actions/action-kit';
import type { ImageReference } from '@data-profiler-actions/oci';
import type { Inputs, ReadInputs } from './inputs.ts';
import { loginsOf } from './registry/docker-config.ts';
import { openDockerHome, type DockerHome } from './registry/docker-home.ts';
import { openAccess, type ImageAccess } from './registry/image-access.ts';
import { advise } from './request/advice.ts';
import { imageMetadata, type ImageMetadata } from './request/image-metadata.ts';
import { decidePush, type PushDecision } from './request/push-decision.ts';
import { readImageRequest, type ImageRequest } from './request/image-request.ts';
import { sourceDate } from './request/source-date.ts';

/** Everything the modes share: what to build or merge, where it goes, and who we are there. */
export interface Job extends ImageRequest, ImageAccess {
  readonly event: EventContext;
  readonly signal: AbortSignal;
  readonly metadata: ImageMetadata;
  /** Seconds since 1970; empty when unknown. */
  readonly sourceDate: string;
  readonly decision: PushDecision;
  /** Where the same goes under the same tags. */
  readonly copies: readonly ImageAccess[];
  readonly docker: DockerHome;
  /** The step's own. */
  readonly logins: readonly Credential[];
  close(): void;
}

export async function openJob(read: ReadInputs, event: EventContext, signal: AbortSignal): Promise<Job> {
  const request = readImageRequest(read, event);
  const { inputs, tags, dockerfile } = request;
  const logins = stepLogins({ ...inputs, actor: event.actor });
  const docker = openDockerHome(inputs.mode === 'merge' ? undefined : event.temp, logins);
  hide(inputs, logins, docker);
  const decision = decidePush(inputs.push, inputs.output, event);
  advise(inputs, event, decision, dockerfile);
  const date = await sourceDate(event, inputs.mode);
  const open = (image: ImageReference): Promise<ImageAccess> => openAccess(image, logins, docker, signal);
  const access = await open(request.image);
  const copies = await Promise.all(request.copied.map(open));
  const close = (): void => {
    for (const { client } of [access, ...copies]) client.close();
    docker.remove();
  };
  const metadata = imageMetadata(inputs, event, tags[0] ?? '', date);
  return { ...request, ...access, event, signal, metadata, sourceDate: date, decision, copies, docker, logins, close };
}

function hide(inputs: Inputs, logins: readonly Credential[], docker: DockerHome): void {
  const passwords = loginsOf(docker.config, logins).map(({ password }) => password);
  [...passwords, ...inputs.secrets.map(({ value }) => value)].forEach(mask);
}
