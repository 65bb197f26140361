import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { composeIndex, referrersTag, type Descriptor } from '@data-profiler-actions/oci';
import { parse } from 'yaml';
import { openLab, token, type Lab } from './registry-lab.ts';

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
const recipe = /<!-- recipe:start -->\s*```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
const [step] = (parse(recipe) as { jobs: { plan: { steps: { run: string; env: Record<string, string> }[] } } }).jobs
  .plan.steps;

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

/** Runs the recipe as it stands in the README; `days` are its KEEP_DAYS. */
function plan(days: string, given = token): Promise<{ status: number | null; log: string }> {
  const file = join(mkdtempSync(join(tmpdir(), 'retention-')), 'script');
  writeFileSync(file, step!.run);
  const env = {
    ...{ TOKEN: given, OWNER: 'o', PACKAGE: 'kept/app', KEEP_TAGS: step!.env['KEEP_TAGS']!, KEEP_DAYS: days },
    ...{ REGISTRY: lab.services.registry.url, GITHUB_API_URL: lab.services.api.url },
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file], { env }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode, log: stdout + stderr }),
    );
  });
}

async function descriptor(tag: string): Promise<Descriptor> {
  const stored = (await lab.behind.getManifest('o/kept/app', tag))!;
  return { mediaType: stored.mediaType, digest: stored.digest, size: stored.bytes.length };
}

/** An index over images, under a tag; their digests, the index's last. */
async function seedIndex(tag: string): Promise<string[]> {
  const platforms = [];
  for (const platform of ['amd64', 'arm64'])
    platforms.push(await lab.seed('o/kept/app', 'scratch', `${tag} ${platform}`));
  const children = await Promise.all(platforms.map(descriptor));
  return [...platforms, await lab.behind.putManifest('o/kept/app', tag, composeIndex(children))];
}

it('prints as safe to delete what nothing kept needs, and keeps the whole graph of what is', async () => {
  const kept = await seedIndex('1.2.3');
  const freed = await seedIndex('feature-x');
  const signature = await lab.seed('o/kept/app', `${kept[2]!.replace(':', '-')}.sig`, 'signature');
  const stray = await lab.seed('o/kept/app', `${freed[2]!.replace(':', '-')}.sig`, 'stray signature');
  await lab.behind.putManifest('o/kept/app', referrersTag(kept[2]!), composeIndex([await descriptor(signature)]));
  await lab.seed('o/kept/app', 'latest', 'single');
  await lab.seed('o/kept/app', 'scratch', 'old scratch');
  const { status, log } = await plan('-1');
  expect(log).toContain('could be deleted.');
  expect(status).toBe(0);
  for (const digest of [...kept, signature]) expect(log).not.toContain(digest);
  for (const digest of [...freed, stray]) expect(log).toContain(digest);
  const [index, ...below] = log.slice(log.indexOf(freed[2]!)).split('\n');
  expect(index).toContain('feature-x');
  expect(below.slice(0, 3).every((line) => line.startsWith('  sha256:'))).toBe(true);
  expect(lab.services.violations()).toEqual([]);
});

it('keeps what is young, tagged or not', async () => {
  expect((await plan('30')).log).toContain(' 0 could be deleted.');
});

it('stops where something cannot be read', async () => {
  const { status, log } = await plan('-1', 'wrong');
  expect(status).toBe(1);
  expect(log).toContain('Nothing is proven');
  expect(log).not.toContain('could be deleted');
});

it('changes nothing in the registry', () => {
  const journals = [...lab.services.api.journal, ...lab.services.registry.journal];
  expect(journals.filter(({ method }) => method !== 'GET')).toEqual([]);
});
