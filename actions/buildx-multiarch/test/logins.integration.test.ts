import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { filesWith, leftovers } from './workshop/leftovers.ts';
import { openPasswordStore, type PasswordStore } from './workshop/password-store.ts';
import type { ActionRun } from './workshop/run-action.ts';
import { openWorkshop, token, type Workshop } from './workshop/workshop.ts';

type Environment = Readonly<Record<string, string>>;

/** A folder as `docker login` would have left it. */
function dockerFolder(shop: Workshop, config: unknown): { readonly DOCKER_CONFIG: string } {
  const folder = mkdtempSync(join(shop.folder, 'docker-'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  return { DOCKER_CONFIG: folder };
}

/** Builds upon an image that only those may read who are logged in, pushes, and merges what was pushed under tags. */
async function buildAndMerge(shop: Workshop, name: string, environment: Environment): Promise<readonly ActionRun[]> {
  const base = `FROM ${shop.registry}/org/base:latest\n`;
  writeFileSync(join(shop.workspace, 'Dockerfile.upon'), `${base}COPY Dockerfile /${name}\n`);
  const inputs = { image: `${shop.registry}/org/${name}`, credentials: '' };
  const built = await shop.run({ ...inputs, mode: 'build', file: 'Dockerfile.upon' }, environment);
  expect(built.log).not.toContain('::error');
  const merged = await shop.run({ ...inputs, mode: 'merge', digests: built.outputs['digest'] ?? '' }, environment);
  expect(merged.log).not.toContain('::error');
  expect(await shop.client.headManifest(`org/${name}`, 'latest')).toBe(merged.outputs['digest']);
  return [built, merged];
}

async function seedBase(shop: Workshop, environment: Environment, credentials: string): Promise<void> {
  const run = await shop.run({ image: `${shop.registry}/org/base`, credentials }, environment);
  expect(run.log).not.toContain('::error');
}

function expectNothingOf(secret: string, runs: readonly ActionRun[], places: readonly string[]): void {
  for (const run of runs) {
    const text = [run.log.replaceAll(/^::add-mask::.*$/gm, ''), run.summary, JSON.stringify(run.outputs)];
    for (const part of text) expect(part).not.toContain(secret);
    expect(leftovers(run, [secret])).toEqual([]);
  }
  for (const place of places) expect(filesWith(place, [secret])).toEqual([]);
}

describe('a registry whose logins a credential helper keeps', () => {
  let shop: Workshop;
  let store: PasswordStore;

  beforeAll(async () => {
    shop = await openWorkshop({ membersOnly: true });
    await seedBase(shop, {}, `${shop.registry} octo ${token}`);
    mkdirSync(join(shop.folder, 'pass'));
    store = await openPasswordStore(join(shop.folder, 'pass'));
    store.keep(shop.registry, 'octo', token);
  });
  afterAll(async () => {
    (store as PasswordStore | undefined)?.close();
    await shop.stop();
  });

  const stale = (): string => Buffer.from('octo:stale').toString('base64');
  it.each<readonly [string, () => unknown]>([
    [
      'for this host, whatever the file still holds',
      () => ({ credHelpers: { [shop.registry]: 'pass' }, auths: { [shop.registry]: { auth: stale() } } }),
    ],
    ['for all hosts, none of which is named', () => ({ credsStore: 'pass' })],
  ])('%s, is read, built upon, pushed to and merged in', async (_, config) => {
    const folder = dockerFolder(shop, config());
    const before = readFileSync(join(folder.DOCKER_CONFIG, 'config.json'), 'utf8');
    const runs = await buildAndMerge(shop, 'kept', { ...store.environment, ...folder });
    expectNothingOf(
      token,
      runs,
      ['amd64', 'arm64'].map((name) => join(shop.folder, name)),
    );
    expect(readFileSync(join(folder.DOCKER_CONFIG, 'config.json'), 'utf8')).toBe(before);
  });

  it('is closed where the helper knows nothing, and that is said before anything is built', async () => {
    const folder = dockerFolder(shop, { credsStore: 'pass' });
    const empty = { ...store.environment, PASSWORD_STORE_DIR: join(shop.folder, 'no-store') };
    const run = await shop.run({ image: `${shop.registry}/org/kept`, credentials: '' }, { ...empty, ...folder });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('Give a login as a line');
    expect(run.log).not.toContain('Cache:');
    expect(run.log).not.toContain('::warning');
  });

  it.each<readonly [string, string, RegExp]>([
    ['whose helper is not there', 'nonesuch', /::warning::docker-credential-nonesuch gives no login for \S+: .*ENOENT/],
    [
      'whose configuration is broken',
      '',
      /::warning::\S+config\.json is no JSON object: the logins in it are not used/,
    ],
  ])('is closed to a run %s, which is told', async (_, helper, words) => {
    const folder = dockerFolder(shop, { credHelpers: { [shop.registry]: helper } });
    if (helper === '') writeFileSync(join(folder.DOCKER_CONFIG, 'config.json'), '{');
    const run = await shop.run({ image: `${shop.registry}/org/kept`, credentials: '' }, folder);
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(words);
  });
});

describe('a registry that takes identity tokens for passwords', () => {
  const identityToken = 'identity-0123456789abcdefghij';
  let shop: Workshop;

  beforeAll(async () => {
    shop = await openWorkshop({ membersOnly: true, identityToken });
  });
  afterAll(() => shop.stop());

  const signedIn = (secret: string): Environment => {
    const auth = Buffer.from('00000000-0000-0000-0000-000000000000:').toString('base64');
    return dockerFolder(shop, { auths: { [shop.registry]: { auth, identitytoken: secret } } });
  };

  it('is read, built upon, pushed to and merged in with the one that Docker holds', async () => {
    await seedBase(shop, signedIn(identityToken), '');
    const runs = await buildAndMerge(shop, 'identity', signedIn(identityToken));
    expectNothingOf(
      identityToken,
      runs,
      ['amd64', 'arm64'].map((name) => join(shop.folder, name)),
    );
    expect(shop.services.violations()).toEqual([]);
  });

  it('says so before anything is built where that has run out', async () => {
    const run = await shop.run({ image: `${shop.registry}/org/identity`, credentials: '' }, signedIn('outdated'));
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain('no such refresh token');
    expect(run.log).not.toContain('Cache:');
  });
});
