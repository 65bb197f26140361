import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readImages } from '../src/report/images.ts';
import { startServices, type Services } from '../src/services/index.ts';

const run = promisify(execFile);

let directory: string;
let services: Services;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'services-'));
  services = await startServices({
    scratch: join(directory, 'scratch'),
    storage: join(directory, 'storage'),
    repository: 'org/app',
    actor: 'ada',
    token: 'secret',
  });
});

afterAll(async () => {
  await services.close();
  rmSync(directory, { recursive: true });
});

/** Runs crane with credentials for the front, or with none. */
async function withCrane(args: readonly string[], token?: string): Promise<string> {
  const config = mkdtempSync(join(directory, 'docker-'));
  const auth =
    token === undefined ? {} : { [services.registry.host]: { auth: Buffer.from(`ada:${token}`).toString('base64') } };
  writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: auth }));
  const { stdout } = await run('crane', [...args], {
    env: { PATH: process.env['PATH'], HOME: config, DOCKER_CONFIG: config },
  });
  return stdout.trim();
}

async function token(scope: string, password?: string): Promise<string> {
  const headers =
    password === undefined ? {} : { authorization: `Basic ${Buffer.from(`ada:${password}`).toString('base64')}` };
  const answer = await fetch(`${services.registry.url}/token?service=x&scope=${encodeURIComponent(scope)}`, {
    headers,
  });
  return answer.ok ? ((await answer.json()) as { token: string }).token : String(answer.status);
}

describe('the registry front', () => {
  it('lets crane push and read with the run token, on upload URLs of its own', async () => {
    const layer = join(directory, 'layer.tar');
    mkdirSync(join(directory, 'files'));
    writeFileSync(join(directory, 'files', 'hello.txt'), 'hello');
    await run('tar', ['-cf', layer, '-C', join(directory, 'files'), '.']);
    const image = `${services.registry.host}/org/app/web:1.2.3`;
    await withCrane(['append', '--insecure', '-f', layer, '-t', image], 'secret');
    await withCrane(['mutate', '--insecure', '--set-platform', 'linux/arm64', '-t', image, image], 'secret');
    const digest = await withCrane(['digest', '--insecure', image], 'secret');
    await withCrane(['tag', '--insecure', image, 'latest'], 'secret');
    const tags = await withCrane(['ls', '--insecure', `${services.registry.host}/org/app/web`], 'secret');
    expect(tags.split('\n').sort()).toEqual(['1.2.3', 'latest']);
    expect(await readImages(services.registry, 'org')).toEqual([
      {
        name: `${services.registry.host}/org/app/web`,
        digest,
        tags: ['1.2.3', 'latest'],
        platforms: ['linux/arm64'],
      },
    ]);
    expect(services.violations()).toEqual([]);
  });

  it('gives packages and base images to anyone', async () => {
    await withCrane([
      'copy',
      '--insecure',
      `${services.registry.backendUrl.slice(7)}/org/app/web:1.2.3`,
      `${services.registry.backendUrl.slice(7)}/library/base:1`,
    ]);
    expect(await withCrane(['digest', '--insecure', `${services.registry.host}/org/app/web:1.2.3`])).toMatch(
      /^sha256:/,
    );
    expect(await withCrane(['digest', '--insecure', `${services.registry.host}/library/base:1`])).toMatch(/^sha256:/);
  });

  it('challenges with its realm, its service and the scope that is needed', async () => {
    const answer = await fetch(`${services.registry.url}/v2/org/app/web/manifests/latest`, {
      method: 'PUT',
      body: '{}',
    });
    expect(answer.status).toBe(401);
    const { url, host } = services.registry;
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer realm="${url}/token",service="${host}",scope="repository:org/app/web:pull,push"`,
    );
  });

  it('refuses a wrong password, a push with a pull token and a push outside the owner’s name', async () => {
    expect(await token('repository:org/app/web:pull', 'wrong')).toBe('403');
    const pull = await token('repository:org/app/web:pull', 'secret');
    const push = (name: string, bearer: string): Promise<Response> =>
      fetch(`${services.registry.url}/v2/${name}/blobs/uploads/`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}` },
      });
    expect((await push('org/app/web', pull)).status).toBe(403);
    const other = await token('repository:other/app:pull,push', 'secret');
    expect((await push('other/app', other)).status).toBe(403);
    expect(services.violations()).toHaveLength(3);
  });

  it('streams a chunked upload', async () => {
    const bearer = { authorization: `Bearer ${await token('repository:org/app/chunks:pull,push', 'secret')}` };
    const started = await fetch(`${services.registry.url}/v2/org/app/chunks/blobs/uploads/`, {
      method: 'POST',
      headers: bearer,
    });
    const location = started.headers.get('location') ?? '';
    expect(location.startsWith(services.registry.url)).toBe(true);
    const parts = [Buffer.alloc(1_000_000, 'a'), Buffer.alloc(500_000, 'b')];
    let next = location;
    for (const part of parts) {
      const sent = await fetch(next, {
        method: 'PATCH',
        headers: { ...bearer, 'content-type': 'application/octet-stream' },
        body: part,
      });
      expect(sent.status).toBe(202);
      next = sent.headers.get('location') ?? '';
    }
    const digest = `sha256:${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`;
    const done = await fetch(`${next}&digest=${digest}`, { method: 'PUT', headers: bearer });
    expect(done.status).toBe(201);
  });
});
