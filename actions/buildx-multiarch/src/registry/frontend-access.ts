import { mask, registryLogin, warning, type Mistake } from '@data-profiler-actions/action-kit';
import { createRegistryClient, parseReference, RegistryError, type ImageReference } from '@data-profiler-actions/oci';
import type { Job } from '../job.ts';
import { placeOf } from '../request/frontend.ts';

/** Of all requests together: what the registry does not say by then BuildKit will find out. */
const patienceMs = 10_000;

/**
 * Whether a builder that is made for this step, without mirrors and with nothing kept, will get the Dockerfile's frontend. Only the registry's own word
 * counts: a network that fails now may work for the builder. Docker Hub's are not asked for: each question counts as a pull there.
 */
export async function frontendMistakes(job: Job): Promise<Mistake[]> {
  const { frontend, path } = job.dockerfile;
  const parsed = frontend.reference === '' ? undefined : parseReference(frontend.reference);
  if (parsed?.ok !== true || parsed.reference.registry === 'docker.io') return [];
  const why = await refusalOf(job, parsed.reference);
  if (why === undefined) return [];
  const remedy = 'correct it, or leave it out for the frontend built in BuildKit';
  const problem = `names ${path}, which asks for the frontend "${frontend.reference}" in ${placeOf(frontend)}: ${why}; ${remedy}`;
  return [{ input: 'file', problem }];
}

async function refusalOf({ docker, logins, signal }: Job, image: ImageReference): Promise<string | undefined> {
  const { registry, repository, tag = 'latest', digest } = image;
  const login = await registryLogin(registry, logins, docker.config, warning);
  if (login) mask(login.password);
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  const client = createRegistryClient({
    registry,
    signal: bounded,
    attempts: 1,
    ...(login && { credentials: login }),
  });
  try {
    const found = await client.getManifest(repository, digest ?? tag);
    return found === undefined ? `${registry} has no such image` : undefined;
  } catch (error) {
    return isRefusal(error)
      ? `${registry} does not let this run read it (${error.message}), unless \`credentials\` hold a line "${registry} user password" of somebody who may`
      : undefined;
  } finally {
    client.close();
  }
}

/** A proxy on the way answers with the same status, but not in a registry's words. */
function isRefusal(error: unknown): error is RegistryError {
  return error instanceof RegistryError && [401, 403].includes(error.status) && error.code !== '';
}
