import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { scriptFaults, type Fault } from '../../local-pipeline/src/services/faults.ts';
import { createJournal } from '../../local-pipeline/src/services/journal.ts';
import { startResultsService, type ResultsService } from '../../local-pipeline/src/services/results/results-service.ts';
import { saveToCache, standardOutput } from '../src/index.ts';

const before = { ...process.env };
let directory: string;
let service: ResultsService;
let said: string[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kit-cache-'));
  for (const folder of ['work', 'temp']) mkdirSync(join(directory, folder));
  said = [];
  jest.spyOn(standardOutput, 'write').mockImplementation((text) => void said.push(text));
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
});

afterEach(async () => {
  await service.server.close();
  rmSync(directory, { recursive: true });
  process.env = { ...before };
  jest.restoreAllMocks();
});

async function serve(faults: readonly Fault[]): Promise<{ readonly asked: () => string[] }> {
  const journal = createJournal();
  service = await startResultsService({
    cacheDirectory: join(directory, 'cache'),
    artifactDirectory: join(directory, 'artifacts'),
    run: {
      repository: 'acme/app',
      actor: 'ada',
      ref: 'refs/heads/main',
      sha: 'a'.repeat(40),
      runBackendId: 'run',
      jobBackendId: 'job',
    },
    journal,
    faults: scriptFaults(faults),
  });
  Object.assign(process.env, {
    ACTIONS_RESULTS_URL: `${service.server.url}/`,
    ACTIONS_RUNTIME_TOKEN: service.runtimeToken,
    ACTIONS_CACHE_SERVICE_V2: 'True',
    GITHUB_WORKSPACE: join(directory, 'work'),
    RUNNER_TEMP: join(directory, 'temp'),
  });
  return { asked: () => journal.entries.map(({ path }) => path.split('/').at(-1) ?? '') };
}

function kept(): { paths: string[]; key: string } {
  const file = join(directory, 'work', 'kept.txt');
  writeFileSync(file, 'kept');
  return { paths: [file], key: 'kept-1' };
}

describe('saving into the cache', () => {
  it('lets an entry be that is there already, and says so without a warning', async () => {
    const { asked } = await serve([]);
    const request = kept();
    expect([await saveToCache(request, ''), await saveToCache(request, '')]).toEqual([true, false]);
    expect(said.join('')).toContain('Cache: kept-1 is there already');
    expect(said.join('')).not.toContain('::warning');
    expect(asked().filter((method) => method === 'CreateCacheEntry')).toHaveLength(1);
  });

  it('does not take an entry for this one whose key only begins like it', async () => {
    await serve([]);
    const request = kept();
    await saveToCache({ ...request, key: 'kept-12' }, '');
    expect(await saveToCache(request, '')).toBe(true);
  });

  it('is left where the service does not answer, with one warning', async () => {
    const { asked } = await serve([{ path: /GetCacheEntryDownloadURL/, delayMilliseconds: 11_000 }]);
    expect(await saveToCache(kept(), '')).toBe(false);
    expect(said.join('').match(/::warning::.*/g)).toEqual([
      '::warning::The cache could not be looked up: no answer within 10 s. The step goes on without it.',
    ]);
    // The toolkit still waits, and must not speak after the test has ended.
    while (!said.join('').includes('Cache not found')) await setTimeout(50);
    expect(asked()).not.toContain('CreateCacheEntry');
  });
});
