import { randomBytes } from 'node:crypto';
import { messageOf, UserError, type Mistake } from '@data-profiler-actions/action-kit';
import { imageName, RegistryError, type ImageReference, type RegistryClient } from '@data-profiler-actions/oci';
import type { ImageAccess } from './image-access.ts';

/** Why this run cannot push the image, found by starting an upload and cancelling it. */
export function writeMistakes(access: ImageAccess): Promise<Mistake[]> {
  return mistakesOf(access, access.client.probeWrite(access.image.repository));
}

/** Why this run is not let in to push the image. Whether it may write there is for the write itself to prove. */
export function loginMistakes(access: ImageAccess): Promise<Mistake[]> {
  return mistakesOf(access, access.client.signIn(access.image.repository));
}

/** A denied push as the mistake that it comes from; any other error is given back as it is. */
export async function explainDenial(access: ImageAccess, error: unknown): Promise<unknown> {
  if (!(error instanceof RegistryError) || ![401, 403].includes(error.status)) return error;
  const { problem } = await mistakeOf(access, error);
  return new UserError(`Input "credentials" ${problem}.`, 'No tag has been moved.', { cause: error });
}

async function mistakesOf(access: ImageAccess, attempt: Promise<void>): Promise<Mistake[]> {
  const refused = await refusalOf(attempt);
  return refused === undefined ? [] : [await mistakeOf(access, refused)];
}

async function mistakeOf(access: ImageAccess, refused: unknown): Promise<Mistake> {
  const named = `names the registry ${access.image.registry}`;
  if (!(refused instanceof RegistryError))
    return { input: 'image', problem: `${named}, which cannot be reached (${messageOf(refused)})` };
  if (refused.status >= 500) return { input: 'image', problem: `${named}, which is out of order (${refused.message})` };
  return { input: 'credentials', problem: `do not let this run push: ${await reason(access, refused)}` };
}

async function refusalOf(attempt: Promise<void>): Promise<unknown> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    return error;
  }
}

async function reason({ client, image, loggedIn }: ImageAccess, { status, message }: RegistryError): Promise<string> {
  const line = `Give a login as a line "${image.registry} user password"`;
  if (status === 401) return `${message}; no login for ${image.registry} was accepted. ${line}`;
  if (status === 404)
    return `${message}; there is no such repository. Create it in ${image.registry}, or correct \`image\``;
  if (status !== 403) return message;
  if (!loggedIn) return `${message}; nobody is logged in to ${image.registry}. ${line}`;
  return `${message}; ${await causeOfDenial(client, image)}`;
}

/**
 * The two causes of a denied push look the same in the answer. What tells them apart is whether a package that does not exist yet could be made under
 * the same owner: an upload is started for it, and cancelled, so nothing comes of it.
 */
async function causeOfDenial(client: RegistryClient, image: ImageReference): Promise<string> {
  const [owner = '', ...rest] = image.repository.split('/');
  if (rest.length === 0) return 'the login is known but may not write';
  const elsewhere = await refusalOf(client.probeWrite(`${owner}/write-probe-${randomBytes(4).toString('hex')}`));
  if (elsewhere === undefined)
    return `the login may write other packages of ${owner}, but not this one: the package does not know this repository. Open ${settingsOf(image)} and add the repository under "Manage Actions access" with the role Write`;
  return `the login may write no package of ${owner}: the job needs "permissions: packages: write", and outside of ${owner}’s own repositories a token of somebody who may write there`;
}

function settingsOf(image: ImageReference): string {
  const [owner = '', ...name] = image.repository.split('/');
  return image.registry === 'ghcr.io'
    ? `https://github.com/orgs/${owner}/packages/container/${name.join('%2F')}/settings (of a user: https://github.com/users/${owner}/packages/container/${name.join('%2F')}/settings)`
    : `the settings of ${imageName(image)}`;
}
