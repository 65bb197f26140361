import { expect, it } from '@jest/globals';
import { registryLogins } from '../src/image/registry-logins.ts';

const auth = Buffer.from('docker:p').toString('base64');
const env = {
  DOCKER_CONFIG: '/nowhere',
  DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'ghcr.io': { auth }, 'quay.io': { auth } } }),
};
const credentials = [{ host: 'index.docker.io', user: 'me', password: 'p' }];
const loginOf = registryLogins({ credentials, token: 't', actor: 'ada' }, env);

it.each([
  ['the token at ghcr.io, as in every action', 'ghcr.io', 'ada'],
  ['credentials by either name of Docker Hub', 'docker.io', 'me'],
  ['what Docker is logged in with', 'quay.io', 'docker'],
  ['nothing where nothing is known', 'registry.example', undefined],
])('an image is read with %s', async (_, registry, user) => {
  expect((await loginOf(registry))?.user).toBe(user);
});
