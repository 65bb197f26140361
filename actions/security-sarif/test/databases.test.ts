import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { boltFile, type Bucket } from '../../../packages/local-pipeline/src/advisories/bolt-file.ts';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';
import { extractTar } from '../src/archive/tar.ts';
import { filledBuckets } from '../src/databases/bolt-reader.ts';
import { vulnerabilitySource } from '../src/databases/database-source.ts';
import { judgeAge } from '../src/databases/trivy-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'databases-'));
const day = 86_400_000;
const now = Date.parse('2026-06-30T12:00:00Z');

describe('the age of a database', () => {
  it.each([
    ['of today is good', 0, 1, true, 'of today'],
    ['of last week is good', -6, -5, true, '6 days old'],
    ['of a fortnight is to be refreshed', -14, -13, true, 'refresh it'],
    ['of six weeks is too old', -42, -41, false, 'too old'],
    ['of six weeks whose next is not due is its makers’ word', -42, 1, true, 'refresh it'],
  ])('%s', (_, updated, next, ok, words) => {
    const state = judgeAge({ updated: now + updated * day, nextUpdate: now + next * day }, now);
    expect(state.ok).toBe(ok);
    expect(state.ok ? state.note : state.reason).toContain(words);
  });

  it('that is not told is said not to be', () => {
    expect(judgeAge({ updated: undefined, nextUpdate: undefined }, now)).toMatchObject({ ok: true });
  });
});

describe('the buckets of a database', () => {
  const write = (bytes: Buffer): string => {
    const file = join(folder, 'trivy.db');
    writeFileSync(file, bytes);
    return file;
  };

  it('are those that hold something', () => {
    const full = new Map([['requests', new Map([['CVE-1', '{}']])]]);
    const file = write(
      boltFile(
        new Map<string, string | Bucket>([
          ['pip::x', full],
          ['empty', new Map()],
          ['plain', 'value'],
        ]),
      ),
    );
    expect(filledBuckets(file)).toEqual(['pip::x']);
  });

  it('are refused where the file is no database, or torn', () => {
    expect(() => filledBuckets(write(Buffer.from('SQLite format 3\0'.repeat(999))))).toThrow('does not begin');
    expect(() => filledBuckets(write(boltFile(new Map([['a', 'b']])).subarray(0, 9000)))).toThrow('ends too early');
    expect(() => filledBuckets(write(Buffer.alloc(10)))).toThrow();
  });
});

describe('an archive', () => {
  async function archive(...flags: string[]): Promise<AsyncIterable<Uint8Array>> {
    const name = 'a'.repeat(120);
    writeFileSync(join(folder, 'plain'), 'plain text');
    writeFileSync(join(folder, name), 'x'.repeat(5000));
    await runTool('tar', ['-cf', join(folder, 'a.tar'), '-C', folder, ...flags, 'plain', name]);
    // In pieces that fall between the blocks.
    const bytes = readFileSync(join(folder, 'a.tar'));
    return (async function* pieces() {
      for (let at = 0; at < bytes.length; at += 333) yield await Promise.resolve(bytes.subarray(at, at + 333));
    })();
  }

  it.each([['gnu'], ['pax']])(
    'in the %s format gives its files, whatever the length of their names',
    async (format) => {
      const out = mkdtempSync(join(folder, 'out-'));
      const place = (name: string): string => join(out, name);
      const names = await extractTar(await archive(`--format=${format}`), { place, maxBytes: 10_000 });
      expect(names).toEqual(['plain', 'a'.repeat(120)]);
      expect(readFileSync(join(out, 'plain'), 'utf8')).toBe('plain text');
      expect(readFileSync(join(out, 'a'.repeat(120)), 'utf8')).toHaveLength(5000);
    },
  );

  it('with more than may be written, with an end in the middle, or with a wrong checksum is refused', async () => {
    const out = mkdtempSync(join(folder, 'out-'));
    const place = (name: string): string => join(out, name);
    await expect(extractTar(await archive(), { place, maxBytes: 4000 })).rejects.toThrow('more than 4000 bytes');
    const bytes = readFileSync(join(folder, 'a.tar'));
    const of = async function* (part: Buffer): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(part);
    };
    const nowhere = { place: () => undefined, maxBytes: 10_000 };
    await expect(extractTar(of(bytes.subarray(0, 700)), nowhere)).rejects.toThrow('in the middle');
    await expect(extractTar(of(Buffer.from(bytes).fill(1, 0, 5)), nowhere)).rejects.toThrow('checksum');
  });
});

it('mirrors are Trivy’s, or those that its own variable names, with the schema where they name none', () => {
  expect(vulnerabilitySource({}).mirrors[0]).toBe('mirror.gcr.io/aquasec/trivy-db:2');
  const TRIVY_DB_REPOSITORY = 'registry.corp:5000/trivy-db, other/db@sha256:1';
  expect(vulnerabilitySource({ TRIVY_DB_REPOSITORY }).mirrors).toEqual([
    'registry.corp:5000/trivy-db:2',
    'other/db@sha256:1',
  ]);
});
