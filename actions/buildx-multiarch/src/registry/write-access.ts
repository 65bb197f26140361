import { randomBytes } from 'node:crypto';
import { messageOf, type Mistake } from '@data-profiler-actions/action-kit';
import { imageName, RegistryError, type ImageReference, type RegistryClient } from '@data-profiler-actions/oci';

/** Why this run cannot push the image, found by starting an upload and cancelling it. */
export async function writeMistakes(
  client: RegistryClient,
  image: ImageReference,
  loggedIn: boolean,
): Promise<Mistake[]> {
  const refused = await refusalOf(client, image.repository);
  if (refused === undefined) return [];
  if (!(refused instanceof RegistryError)) {
    const problem = `names the registry ${image.registry}, which cannot be reached (${messageOf(refused)})`;
    return [{ input: 'image', problem }];
  }
  return [
    { input: 'credentials', problem: `do not let this run push: ${await reason(client, image, refused, loggedIn)}` },
  ];
}

async function refusalOf(client: RegistryClient, repository: string): Promise<unknown> {
  try {
    await client.probeWrite(repository);
    return undefined;
  } catch (error) {
    return error;
  }
}

async function reason(
  client: RegistryClient,
  image: ImageReference,
  { status, message }: RegistryError,
  loggedIn: boolean,
): Promise<string> {
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
  const elsewhere = await refusalOf(client, `${owner}/write-probe-${randomBytes(4).toString('hex')}`);
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
