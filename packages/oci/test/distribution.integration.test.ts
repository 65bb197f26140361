import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../local-pipeline/src/services/faults.ts';
import { startServices, type Services } from '../../local-pipeline/src/services/index.ts';
import { composeIndex, createRegistryClient, digestOf, parseManifest, type RegistryClient } from '../src/index.ts';
import { openSession } from '../src/session/session.ts';
import { putBlob } from '../src/registry/upload.ts';

/** What a client must do by the distribution specification 1.1, as its conformance suite asks servers for it: against a real registry behind a token front. */
let services: Services;
let client: RegistryClient;
const faults: Fault[] = [];
const folder = mkdtempSync(join(tmpdir(), 'distribution-'));
const token = 'ghs_distribution';
const login = { user: 'octo', password: token };
const notes: string[] = [];

beforeAll(async () => {
  const run = { repository: 'org/app', actor: 'octo', token, faults };
  services = await startServices({ scratch: join(folder, 'scratch'), storage: join(folder, 'storage'), ...run });
  client = createRegistryClient({
    registry: services.registry.host,
    credentials: login,
    onRetry: (note) => void notes.push(note),
  });
});
afterAll(async () => {
  client.close();
  await services.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  faults.splice(0);
  notes.splice(0);
});

const session = () => openSession({ registry: services.registry.host, credentials: login });
const since = (): (() => string[]) => {
  const from = services.registry.journal.length;
  return () => services.registry.journal.slice(from).map(({ method, path, status }) => `${method} ${path} ${status}`);
};

async function image(
  repository: string,
  content: string,
): Promise<{ digest: string; bytes: Buffer; mediaType: string }> {
  const configBytes = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', content }));
  const config = {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: await client.putBlob(repository, configBytes),
    size: configBytes.length,
  };
  const layer = Buffer.from(`layer of ${content}`);
  const layers = [
    {
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest: await client.putBlob(repository, layer),
      size: layer.length,
    },
  ];
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers }));
  const digest = await client.putManifest(repository, digestOf(bytes), { bytes, mediaType });
  return { digest, bytes, mediaType };
}

describe('pulling', () => {
  it('gives a manifest by tag and by digest, byte for byte, and its digest without its bytes', async () => {
    const stored = await image('org/pull', 'pull');
    await client.putManifest('org/pull', 'v1', stored);
    for (const reference of ['v1', stored.digest]) {
      const found = await client.getManifest('org/pull', reference);
      expect(found).toMatchObject({ digest: stored.digest, mediaType: stored.mediaType });
      expect(found?.bytes.equals(stored.bytes)).toBe(true);
    }
    expect(await client.headManifest('org/pull', 'v1')).toBe(stored.digest);
  });

  it('says nothing is there where nothing is, and does not call it an error', async () => {
    expect(await client.getManifest('org/pull', 'nowhere')).toBeUndefined();
    expect(await client.headManifest('org/pull', 'nowhere')).toBeUndefined();
    expect(await client.hasBlob('org/pull', digestOf('nowhere'))).toBe(false);
    expect(await client.listTags('org/never-pushed')).toEqual([]);
  });

  it('refuses bytes that do not hash to the digest', async () => {
    const { digest } = await image('org/pull', 'pull');
    faults.push({ path: /manifests\/sha256/, status: 200, body: '{"schemaVersion":2}' });
    await expect(client.getManifest('org/pull', digest)).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
    const blob = await client.putBlob('org/pull', Buffer.from('good'));
    faults.push({ method: 'GET', path: /blobs\/sha256/, status: 200, body: 'bad' });
    await expect(client.getBlob('org/pull', blob)).rejects.toMatchObject({ code: 'DIGEST_INVALID' });
  });

  it('lists every tag over pages', async () => {
    const stored = await image('org/pages', 'pages');
    for (const tag of ['a', 'b', 'c']) await client.putManifest('org/pages', tag, stored);
    const page = (tags: string[], more: object = {}): Fault => ({
      path: /tags\/list/,
      status: 200,
      body: { name: 'org/pages', tags },
      ...more,
    });
    faults.push(page(['a', 'b'], { headers: { link: '</v2/org/pages/tags/list?last=b&n=2>; rel="next"' } }));
    expect(await client.listTags('org/pages')).toEqual(['a', 'b', 'c']);
  });
});

describe('pushing', () => {
  it('sends a small blob at once and a large one in chunks, in order', async () => {
    const calls = since();
    const body = Buffer.alloc(2500, 'x');
    await putBlob({ session: session(), repository: 'org/push', body, digest: digestOf(body) }, 1000);
    const methods = calls()
      .filter((call) => call.includes('uploads/'))
      .map((call) => call.replace(/^(\w+) .* (\d+)$/, '$1 $2'));
    expect(methods).toEqual(['POST 401', 'POST 202', 'PATCH 202', 'PATCH 202', 'PATCH 202', 'PUT 201']);
    expect((await client.getBlob('org/push', digestOf(body))).equals(body)).toBe(true);
  });

  it('goes on where the registry is when the answer to a chunk was lost', async () => {
    const body = Buffer.from(Array.from({ length: 3000 }, (_, at) => at % 251));
    faults.push({ method: 'PATCH', path: /uploads/, status: 416 });
    await putBlob({ session: session(), repository: 'org/push', body, digest: digestOf(body) }, 1000);
    expect((await client.getBlob('org/push', digestOf(body))).equals(body)).toBe(true);
  });

  it('is refused by the registry when the bytes are not what the digest says', async () => {
    const upload = { session: session(), repository: 'org/push', body: Buffer.from('x'), digest: digestOf('y') };
    await expect(putBlob(upload)).rejects.toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
  });

  it('writes an index whose children are there, and is refused one whose children are not', async () => {
    const { digest, bytes, mediaType } = await image('org/index', 'child');
    const child = { mediaType, digest, size: bytes.length, platform: { os: 'linux', architecture: 'amd64' } };
    const index = composeIndex([child]);
    expect(await client.putManifest('org/index', 'latest', index)).toBe(index.digest);
    const orphan = composeIndex([{ ...child, digest: digestOf('orphan') }]);
    await expect(client.putManifest('org/index', orphan.digest, orphan)).rejects.toMatchObject({ status: 400 });
  });

  it('mounts a blob of another repository instead of sending it again', async () => {
    const body = Buffer.from('mounted');
    const digest = await client.putBlob('org/from', body);
    const calls = since();
    await client.takeBlob('org/to', { digest, size: body.length }, 'org/from');
    expect(calls().filter((call) => /^(PUT|PATCH)/.test(call))).toEqual([]);
    expect(await client.hasBlob('org/to', digest)).toBe(true);
  });

  it('proves that it may write without leaving anything', async () => {
    await client.probeWrite('org/probed');
    expect(await client.listTags('org/probed')).toEqual([]);
  });
});

describe('what refers to a manifest', () => {
  it('is read under the fallback tag where the registry keeps no list', async () => {
    const subject = await image('org/subject', 'subject');
    expect(await client.listReferrers('org/subject', subject.digest)).toEqual({ descriptors: [], byRegistry: false });
    const other = await image('org/subject', 'signature');
    const index = composeIndex([
      { mediaType: other.mediaType, digest: other.digest, size: other.bytes.length, artifactType: 'application/x' },
    ]);
    await client.putManifest('org/subject', subject.digest.replace(':', '-'), index);
    const { descriptors } = await client.listReferrers('org/subject', subject.digest);
    expect(descriptors.map(({ digest }) => digest)).toEqual([other.digest]);
  });

  it('ends where a registry names a page again', async () => {
    const { bytes } = composeIndex([{ mediaType: 'm', digest: digestOf('x'), size: 1 }]);
    const link = `</v2/org/subject/referrers/${digestOf('again')}?page=2>; rel="next"`;
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    faults.push({ path: /\/referrers\//, status: 200, body, headers: { link }, times: Infinity });
    expect((await client.listReferrers('org/subject', digestOf('again'))).descriptors).toHaveLength(2);
  });

  it('is the registry’s own list where it keeps one', async () => {
    const listed = composeIndex([{ mediaType: 'm', digest: digestOf('x'), size: 1 }]);
    faults.push({ path: /\/referrers\//, status: 200, body: JSON.parse(listed.bytes.toString('utf8')) });
    expect(await client.listReferrers('org/subject', digestOf('s'))).toMatchObject({ byRegistry: true });
  });
});

describe('authentication', () => {
  it('asks one token for each scope, not one for each request', async () => {
    const own = createRegistryClient({ registry: services.registry.host, credentials: login });
    const calls = since();
    for (const tag of ['a', 'b', 'c']) await own.headManifest('org/pages', tag);
    await own.probeWrite('org/pages');
    await own.probeWrite('org/pages');
    own.close();
    expect(calls().filter((call) => call.includes('/token'))).toHaveLength(2);
  });

  it('is turned away once, not by each of the requests that come first', async () => {
    const own = createRegistryClient({ registry: services.registry.host, credentials: login });
    const calls = since();
    const [, ...found] = await Promise.all([
      own.probeWrite('org/pages'),
      ...['a', 'b', 'c'].map((tag) => own.headManifest('org/pages', tag)),
    ]);
    own.close();
    expect(new Set(found)).toEqual(new Set([expect.stringMatching(/^sha256:/)]));
    expect(calls().filter((call) => call.endsWith(' 401'))).toHaveLength(1);
    expect(calls().filter((call) => call.includes('/token'))).toHaveLength(1);
  });

  it('is settled before the first request by signing in, for reading and writing alike', async () => {
    const own = createRegistryClient({ registry: services.registry.host, credentials: login });
    const calls = since();
    await own.signIn('org/pages');
    expect(await own.headManifest('org/pages', 'a')).toMatch(/^sha256:/);
    await own.probeWrite('org/pages');
    own.close();
    // The clients before this one may still be cancelling their uploads.
    const asked = calls().filter((call) => !call.startsWith('DELETE'));
    expect(asked.slice(0, 3)).toEqual(['GET /v2/ 401', 'GET /token 200', 'HEAD /v2/org/pages/manifests/a 200']);
    expect(calls().filter((call) => / 401$|\/token/.test(call))).toHaveLength(2);
  });

  it('is tried at once by a registry that takes logins itself', async () => {
    const check = { path: /^\/v2\/$/ };
    const basic: Fault = { ...check, status: 401, headers: { 'www-authenticate': 'Basic realm="registry"' } };
    faults.push({ ...basic, times: 2 });
    await expect(session().signIn('org/pages')).rejects.toMatchObject({ status: 401 });
    faults.push(basic, { ...check, status: 200 });
    await expect(session().signIn('org/pages')).resolves.toBeUndefined();
  });

  it('is left to the requests themselves by a registry that does not know the question', async () => {
    const own = createRegistryClient({ registry: services.registry.host, credentials: login });
    faults.push({ path: /^\/v2\/$/, status: 404 });
    await own.signIn('org/pages');
    expect(await own.headManifest('org/pages', 'a')).toMatch(/^sha256:/);
    own.close();
  });

  it('ends what is under way when it is closed, however often it would be tried again', async () => {
    const own = createRegistryClient({
      registry: services.registry.host,
      credentials: login,
      onRetry: () => own.close(),
    });
    faults.push({ path: /manifests\/a/, status: 503, headers: { 'retry-after': '20' } });
    await expect(own.headManifest('org/pages', 'a')).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('pulls without a login, and is told why it may not push', async () => {
    const nobody = createRegistryClient({ registry: services.registry.host });
    expect(await nobody.headManifest('org/pages', 'a')).toMatch(/^sha256:/);
    await expect(nobody.probeWrite('org/pages')).rejects.toMatchObject({ status: 403, code: 'DENIED' });
    nobody.close();
  });

  it('fetches another token when one has expired', async () => {
    const host = services.registry.host;
    const header = `Bearer realm="http://${host}/token",service="${host}",scope="repository:org/pages:pull"`;
    await client.headManifest('org/pages', 'a');
    faults.push({ path: /manifests\/a/, status: 401, headers: { 'www-authenticate': header } });
    expect(await client.headManifest('org/pages', 'a')).toMatch(/^sha256:/);
  });

  it.each([408, 429, 500, 502, 503, 504])('tries again after HTTP %i, and says so', async (status) => {
    faults.push({ path: /manifests\/a/, status, headers: { 'retry-after': '0' } });
    expect(parseManifest((await client.getManifest('org/pages', 'a'))!.bytes, '').kind).toBe('image');
    expect(notes.join()).toContain(`HTTP ${status}; attempt 2 of 4`);
  });
});
