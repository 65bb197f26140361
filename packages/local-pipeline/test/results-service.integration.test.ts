import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createJournal, type Journal } from '../src/services/journal.ts';
import { scriptFaults, type Fault } from '../src/services/faults.ts';
import { startResultsService, type ResultsService } from '../src/services/results/results-service.ts';

let directory: string;
let journal: Journal;
let service: ResultsService;
const before = { ...process.env };

async function start(faults: readonly Fault[] = []): Promise<void> {
  const run = {
    repository: 'acme/app',
    actor: 'ada',
    ref: 'refs/heads/main',
    sha: 'a'.repeat(40),
    runBackendId: 'run-1',
    jobBackendId: 'job-1',
  };
  journal = createJournal();
  service = await startResultsService({
    cacheDirectory: join(directory, 'cache'),
    artifactDirectory: join(directory, 'artifacts'),
    run,
    journal,
    faults: scriptFaults(faults),
  });
  Object.assign(process.env, {
    ACTIONS_RESULTS_URL: `${service.server.url}/`,
    ACTIONS_CACHE_URL: `${service.server.url}/`,
    ACTIONS_RUNTIME_TOKEN: service.runtimeToken,
    ACTIONS_CACHE_SERVICE_V2: 'True',
    ACTIONS_ID_TOKEN_REQUEST_URL: service.idTokenUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: service.idTokenRequestToken,
    GITHUB_WORKSPACE: join(directory, 'work'),
    RUNNER_TEMP: join(directory, 'temp'),
  });
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'results-'));
  mkdirSync(join(directory, 'work'));
  mkdirSync(join(directory, 'temp'));
  jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
});

afterEach(async () => {
  await service.server.close();
  rmSync(directory, { recursive: true });
  process.env = { ...before };
  jest.restoreAllMocks();
});

describe('the results service, used by the real toolkit', () => {
  it('keeps a cache and gives it back by prefix, also to a later run', async () => {
    await start();
    const cache = await import('@actions/cache');
    const file = join(directory, 'work', 'lib.bin');
    const content = randomBytes(5_000_000);
    writeFileSync(file, content);
    expect(await cache.saveCache([file], 'deps-abc')).toBeGreaterThan(0);
    await service.server.close();
    await start();
    rmSync(file);
    expect(await cache.restoreCache([file], 'deps-xyz', ['deps-'])).toBe('deps-abc');
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(await cache.restoreCache([file], 'other-', [])).toBeUndefined();
    expect(journal.violations()).toEqual([]);
  });

  it('takes artifacts, lists them, gives them back with their digest, and deletes them', async () => {
    await start();
    const { DefaultArtifactClient } = await import('@actions/artifact');
    const client = new DefaultArtifactClient();
    const file = join(directory, 'work', 'report.txt');
    writeFileSync(file, 'all good');
    const { id, digest } = await client.uploadArtifact('report', [file], join(directory, 'work'));
    const { artifacts } = await client.listArtifacts();
    expect(artifacts).toMatchObject([{ name: 'report', id, digest: `sha256:${digest ?? ''}` }]);
    const out = join(directory, 'out');
    const download = await client.downloadArtifact(id ?? 0, {
      path: out,
      ...(digest ? { expectedHash: `sha256:${digest}` } : {}),
    });
    expect(download.digestMismatch).toBe(false);
    expect(readFileSync(join(out, 'report.txt'), 'utf8')).toBe('all good');
    await client.deleteArtifact('report');
    expect((await client.listArtifacts()).artifacts).toEqual([]);
    expect(journal.violations()).toEqual([]);
  });

  it('takes a name again in a further attempt of the run, and the toolkit reads the newest', async () => {
    await start();
    const { DefaultArtifactClient } = await import('@actions/artifact');
    const client = new DefaultArtifactClient();
    const file = join(directory, 'work', 'report.txt');
    const upload = (text: string): Promise<{ id?: number }> => {
      writeFileSync(file, text);
      return client.uploadArtifact('report', [file], join(directory, 'work'));
    };
    const first = await upload('of attempt 1');
    await expect(upload('once more')).rejects.toThrow('already exists');
    process.env['ACTIONS_RUNTIME_TOKEN'] = service.newAttempt();
    const second = await upload('of attempt 2');
    expect((await client.listArtifacts()).artifacts.map(({ id }) => id).sort()).toEqual([first.id, second.id]);
    const { artifact } = await client.getArtifact('report');
    expect(artifact.id).toBe(second.id);
    for (const [id, text] of [
      [first.id, 'of attempt 1'],
      [second.id, 'of attempt 2'],
    ] as const) {
      const path = join(directory, text);
      await client.downloadArtifact(id ?? 0, { path });
      expect(readFileSync(join(path, 'report.txt'), 'utf8')).toBe(text);
    }
    process.env['ACTIONS_RUNTIME_TOKEN'] = service.runtimeToken;
    await expect(client.listArtifacts()).rejects.toThrow();
  });

  it('issues identity tokens that its key set verifies', async () => {
    await start();
    const core = await import('@actions/core');
    const token = await core.getIDToken('registry.example');
    const [header = '', payload = '', signature = ''] = token.split('.');
    const keys = (await (await fetch(`${service.server.url}/.well-known/jwks`)).json()) as {
      keys: [import('node:crypto').JsonWebKey];
    };
    const key = createPublicKey({ key: keys.keys[0], format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      aud: 'registry.example',
      sub: 'repo:acme/app:ref:refs/heads/main',
    });
  });

  it('answers unknown routes, tokens and fields with an error and remembers them', async () => {
    await start();
    const post = (path: string, body: unknown, token = service.runtimeToken): Promise<Response> =>
      fetch(service.server.url + path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { authorization: `Bearer ${token}` },
      });
    const base = '/twirp/github.actions.results.api.v1';
    expect((await post(`${base}.CacheService/Nope`, {})).status).toBe(404);
    expect((await post(`${base}.CacheService/CreateCacheEntry`, { key: 'k', version: 'v' }, 'wrong')).status).toBe(401);
    expect((await post(`${base}.CacheService/CreateCacheEntry`, { key: 'k', version: 'v', colour: 1 })).status).toBe(
      400,
    );
    expect((await fetch(`${service.server.url}/devstoreaccount1/caches/x?sig=0`)).status).toBe(403);
    expect((await fetch(`${service.server.url}/elsewhere`)).status).toBe(404);
    expect(journal.violations()).toHaveLength(5);
  });

  it('plays a scripted fault once, and the toolkit tries again', async () => {
    await start([{ method: 'POST', path: /CreateArtifact$/, status: 503 }]);
    const { DefaultArtifactClient } = await import('@actions/artifact');
    const file = join(directory, 'work', 'a.txt');
    writeFileSync(file, 'a');
    await new DefaultArtifactClient().uploadArtifact('a', [file], join(directory, 'work'));
    expect(journal.entries.map(({ status }) => status).slice(0, 2)).toEqual([503, 200]);
  });
});
