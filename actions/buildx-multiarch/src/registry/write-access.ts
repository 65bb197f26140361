import { randomBytes } from 'node:crypto';
import { messageOf, type Mistake } from '@data-profiler-actions/action-kit';
import { imageName, RegistryError, type ImageReference, type RegistryClient } from '@data-profiler-actions/oci';

/** Why this run cannot push the image, found by starting an upload and cancelling it. */
export async function writeMistakes(client: RegistryClient, image: ImageReference): Promise<Mistake[]> {
  const refused = await refusalOf(client, image.repository);
  if (refused === undefined) return [];
  if (!(refused instanceof RegistryError)) {
    const problem = `names the registry ${image.registry}, which cannot be reached (${messageOf(refused)})`;
    return [{ input: 'image', problem }];
  }
  return [{ input: 'credentials', problem: `do not let this run push: ${await reason(client, image, refused)}` }];
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
): Promise<string> {
  const { registry } = image;
  if (status === 401)
    return `${message}; no login for ${registry} was accepted. Give one as a line "${registry} user password"`;
  if (status === 404) return `${message}; there is no such repository. Create it in ${registry}, or correct \`image\``;
  if (status !== 403) return message;
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
