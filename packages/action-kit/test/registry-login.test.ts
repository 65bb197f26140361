import { describe, expect, it } from '@jest/globals';
import { credentials, readDockerConfig, registryLogin, stepLogins } from '../src/index.ts';

const auth = (user: string): string => Buffer.from(`${user}:p`).toString('base64');
const dockerOf = (config: unknown): ReturnType<typeof readDockerConfig> =>
  readDockerConfig({ DOCKER_CONFIG: '/nowhere', DOCKER_AUTH_CONFIG: JSON.stringify(config) });

async function userAt(registry: string, input: string, config: unknown = {}): Promise<string | undefined> {
  const given = credentials().parse(input);
  if (!given.ok) throw new Error(given.problem);
  const logins = stepLogins({ credentials: given.value, token: 't', actor: 'actor' });
  return (await registryLogin(registry, logins, dockerOf(config)))?.user;
}

describe('who a step is at a registry', () => {
  it.each([
    ['the token’s actor at ghcr.io', 'ghcr.io', '', 'actor'],
    ['whom credentials name for ghcr.io', 'ghcr.io', 'ghcr.io me p', 'me'],
    ['whom credentials name, however their host is written', 'ghcr.io', 'GHCR.IO me p', 'me'],
    ['whom credentials name, however the image’s host is written', 'Registry.Example', 'registry.example me p', 'me'],
    ['whom credentials name for Docker Hub by its other name', 'docker.io', 'index.docker.io me p', 'me'],
    ['nobody at a registry that nothing names', 'registry.example', 'ghcr.io me p', undefined],
  ])('is %s', async (_, registry, input, user) => {
    expect(await userAt(registry, input)).toBe(user);
  });

  it('is whom Docker is logged in as where the step has no login of its own', async () => {
    const hosts = ['https://index.docker.io/v1/', 'registry.example', 'ghcr.io'];
    const config = { auths: Object.fromEntries(hosts.map((host) => [host, { auth: auth('docker') }])) };
    const users = ['docker.io', 'registry.example', 'ghcr.io'].map((host) =>
      userAt(host, 'registry.example me p', config),
    );
    expect(await Promise.all(users)).toEqual(['docker', 'me', 'actor']);
  });

  it.each([
    ['no logins', { auths: null }],
    ['no login of the host', { auths: { 'registry.example': null } }],
    ['what is no configuration', []],
    ['helpers that are no names', { auths: {}, credHelpers: null, credsStore: null }],
  ])('is nobody by a Docker configuration with %s', async (_, config) => {
    expect(await userAt('registry.example', '', config)).toBeUndefined();
  });
});
