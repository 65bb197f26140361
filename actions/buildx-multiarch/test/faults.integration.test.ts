import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../packages/local-pipeline/src/services/faults.ts';
import { leftovers } from './workshop/leftovers.ts';
import type { ActionRun } from './workshop/run-action.ts';
import { openWorkshop, token, type Workshop } from './workshop/workshop.ts';

let shop: Workshop;
/** The annotation makes the merged index another than the one that the legs have pushed. */
const merge = { mode: 'merge', annotations: 'merged=yes' };
const tags = ['main', 'sha-0123456', 'latest'];
const image = (): string => `${shop.registry}/org/faults`;
/** What all tags point to before a fault, and what the build legs have pushed for the merge. */
let before = '';
let legs = '';
/** Of the index that a merge of the legs makes: the same input gives the same bytes. */
let merged = '';

beforeAll(async () => {
  shop = await openWorkshop();
  before = (await shop.run({ image: image(), 'build-args': 'CONTENT=before' })).outputs['digest'] ?? '';
  const built = await shop.run({ image: image(), mode: 'build', 'build-args': 'CONTENT=after' });
  legs = built.outputs['digest'] ?? '';
  merged = (await shop.run({ image: image(), ...merge, digests: legs })).outputs['digest'] ?? '';
});
afterAll(() => shop.stop());

beforeEach(async () => {
  shop.faults();
  shop.close();
  const stored = await shop.client.getManifest('org/faults', before);
  for (const tag of tags) await shop.client.putManifest('org/faults', tag, stored!);
});

async function movedTags(): Promise<string[]> {
  const found = await Promise.all(tags.map((tag) => shop.client.headManifest('org/faults', tag)));
  return tags.filter((_, place) => found[place] !== before);
}

interface Expectation {
  readonly green: boolean;
  readonly says: readonly RegExp[];
  /** Tags that a red run may have moved. */
  readonly moved?: readonly string[];
}

async function check(run: ActionRun, { green, says, moved = [] }: Expectation): Promise<void> {
  for (const words of says) expect(run.log).toMatch(words);
  expect(run.exitCode).toBe(green ? 0 : 1);
  expect(await movedTags()).toEqual(green ? tags : moved);
  for (const tag of green ? tags : moved)
    expect(await shop.client.headManifest('org/faults', tag)).toBe(green ? run.outputs['digest'] : merged);
  expect(leftovers(run, [token])).toEqual([]);
}

/** Plays a fault on a run, and makes sure that it struck: what is green must have been green in spite of it. */
async function struckBy(fault: Fault | (() => Fault), run: () => Promise<ActionRun>): Promise<ActionRun> {
  const played = typeof fault === 'function' ? fault() : fault;
  shop.faults(played);
  const { journal } = shop.services.registry;
  const from = journal.length;
  const ended = await run();
  const struck = journal
    .slice(from)
    .filter(({ method, path }) => played.path.test(path) && method === (played.method ?? method))
    .map(({ status }) => status);
  expect(struck).toContain(played.status ?? 0);
  return ended;
}

type Case = readonly [name: string, fault: Fault | (() => Fault), expectation: Expectation];
const green = (...says: RegExp[]): Expectation => ({ green: true, says });
const red = (...says: RegExp[]): Expectation => ({ green: false, says });
const now = { 'retry-after': '0' };
const ever = 999;
const refused = (code: string): unknown => ({ errors: [{ code, message: 'a scripted refusal' }] });
const expired = (): Readonly<Record<string, string>> => ({
  'www-authenticate': `Bearer realm="http://${shop.registry}/token",service="${shop.registry}",scope="repository:org/faults:pull,push"`,
});

const versionCheck = { method: 'GET', path: /^\/v2\/$/ };
const uploadStart = { method: 'POST', path: /\/org\/faults\/blobs\/uploads\/$/ };
const upload = { method: 'PUT', path: /\/org\/faults\/blobs\/uploads\/./ };
const byDigest = { method: 'PUT', path: /\/org\/faults\/manifests\/sha256:/ };
const readByDigest = { method: 'GET', path: /\/org\/faults\/manifests\/sha256:/ };
const tagged = (tag: string): Pick<Fault, 'method' | 'path'> => ({
  method: 'PUT',
  path: new RegExp(`/org/faults/manifests/${tag}$`),
});

describe('a merge', () => {
  it.each<Case>([
    [
      'the registry is busy (429) when asked who may push',
      { ...versionCheck, status: 429, headers: now },
      green(/HTTP 429; attempt 2 of/),
    ],
    ['the registry is slow to understand (408)', { ...versionCheck, status: 408, headers: now }, green(/HTTP 408/)],
    [
      'the registry is out of order (503) for a moment',
      { ...versionCheck, status: 503, headers: now },
      green(/HTTP 503/),
    ],
    [
      'the registry stays out of order (503)',
      { ...versionCheck, status: 503, headers: now, times: ever },
      red(/Input "image" names the registry 127[^ ]*, which is out of order \(sign in to .*HTTP 503/),
    ],
    ['the registry does not answer who may push (404)', { ...versionCheck, status: 404 }, green()],
    ['the connection breaks', { ...versionCheck, reset: true }, green(/attempt 2 of/)],
    ['the token server stumbles (500)', { path: /^\/token$/, status: 500, headers: now }, green(/HTTP 500/)],
    [
      'the token server refuses (401)',
      { path: /^\/token$/, status: 401, times: ever },
      red(/no login for .* was accepted/),
    ],
    [
      'the token has expired between index and tags (401)',
      () => ({ ...tagged('main'), status: 401, headers: expired() }),
      green(),
    ],
    ['a platform shows up late', { ...readByDigest, status: 404, times: 2 }, green()],
    [
      'a platform never shows up',
      { ...readByDigest, status: 404, times: ever },
      red(/is not in the registry/, /No tag has been moved/),
    ],
    [
      'the registry gives other bytes than asked for',
      { ...readByDigest, status: 200, body: '{}' },
      red(/do not hash to/),
    ],
    ['writing the index stumbles (502)', { ...byDigest, status: 502, headers: now }, green(/HTTP 502/)],
    ['writing the index fails (500)', { ...byDigest, status: 500, headers: now, times: ever }, red(/HTTP 500/)],
    [
      'writing the index is refused (403)',
      { ...byDigest, status: 403, body: refused('DENIED') },
      red(/DENIED: a scripted refusal/, /may write other packages of org, but not this one/, /No tag has been moved/),
    ],
    ['the connection breaks while the index is written', { ...byDigest, reset: 100 }, green(/attempt 2 of/)],
    [
      'the registry says it stored something else',
      { ...byDigest, status: 201, headers: { 'docker-content-digest': `sha256:${'0'.repeat(64)}` } },
      red(/stored as sha256:0000/),
    ],
    ['the index shows up late', () => ({ method: 'GET', path: new RegExp(merged), status: 404, times: 2 }), green()],
    [
      'the index never shows up',
      () => ({ method: 'GET', path: new RegExp(merged), status: 404, times: ever }),
      red(/does not give back/, /No tag has been moved/),
    ],
    ['a tag is moved at the second try (429)', { ...tagged('main'), status: 429, headers: now }, green(/HTTP 429/)],
    ['the connection breaks while a tag is moved', { ...tagged('latest'), reset: 100 }, green(/attempt 2 of/)],
    [
      'the first tag cannot be moved',
      { ...tagged('main'), status: 500, headers: now, times: ever },
      red(/tag \S+:main could not be moved/, /No tag has been moved/),
    ],
    [
      'the first tag’s move is never answered',
      { ...tagged('main'), reset: true, times: ever },
      red(/tag \S+:main could not be moved: .*Whether the registry moved it all the same is not known. No other tag/),
    ],
    [
      'latest, the last, is refused (403)',
      { ...tagged('latest'), status: 403, body: refused('DENIED') },
      { ...red(/Already moved: .*main, .*sha-0123456/), moved: ['main', 'sha-0123456'] },
    ],
  ])('when %s', async (_, fault, expectation) => {
    const run = await struckBy(fault, () => shop.run({ image: image(), ...merge, digests: legs }));
    await check(run, expectation);
  });

  it('when the package does not know the repository says where to let it in', async () => {
    shop.close(/^org\/faults$/);
    const run = await shop.run({ image: image(), ...merge, digests: legs });
    await check(run, red(/may write other packages of org, but not this one/, /Manage Actions access/));
  });

  it('when the job may write no package says which permission it lacks', async () => {
    shop.close(/./);
    await check(await shop.run({ image: image(), ...merge, digests: legs }), red(/permissions: packages: write/));
  });

  it('asks once who may push, and proves it by the index itself, without an upload', async () => {
    const from = shop.services.registry.journal.length;
    await check(await shop.run({ image: image(), ...merge, digests: legs }), green(/Preflight passed/));
    const calls = shop.services.registry.journal.slice(from);
    expect(calls.filter(({ status }) => status >= 400).map(({ path }) => path)).toEqual(['/v2/']);
    expect(calls.filter(({ path }) => path === '/token')).toHaveLength(1);
    expect(calls.filter(({ path }) => path.includes('/uploads/'))).toEqual([]);
  });

  it('when nobody is logged in asks for a login', async () => {
    const run = await shop.run({ image: image(), ...merge, digests: legs, credentials: '' });
    await check(run, red(/nobody is logged in to 127/, /Give a login as a line/));
  });

  it('when the password is wrong is red before anything is done', async () => {
    const run = await shop.run({ image: image(), ...merge, digests: legs, credentials: `${shop.registry} octo wrong` });
    await check(run, red(/gave no token/));
  });

  it('when it is cancelled between two tags says which moved and which may have', async () => {
    shop.faults({ ...tagged('sha-0123456'), delayMilliseconds: 20_000, reset: true });
    const run = shop.start({ image: image(), ...merge, digests: legs });
    await run.saw(/:main → /);
    run.process.kill('SIGTERM');
    const says =
      /sha-0123456 could not be moved: The step was cancelled\. Whether .* not known\. Already moved: .*:main\./;
    await check(await run.done, { ...red(says), moved: ['main'] });
  });

  it('when the registry is not there says so in seconds', async () => {
    const run = await shop.run({ image: '127.0.0.1:1/org/faults', ...merge, digests: legs });
    await check(run, red(/127\.0\.0\.1:1, which cannot be reached/));
    expect(run.seconds).toBeLessThan(15);
  });

  it('when a platform is missing, doubled, foreign or not expected moves nothing and names it', async () => {
    const children = await shop.manifest('org/faults', merged);
    const all = children?.kind === 'index' ? children.manifests : [];
    const of = (architecture: string): string =>
      all.find(({ platform }) => platform?.architecture === architecture)?.digest ?? '';
    const earlier = await shop.manifest('org/faults', before);
    const doubled = earlier?.kind === 'index' ? (earlier.manifests[0]?.digest ?? '') : '';
    const foreign = `sha256:${'f'.repeat(64)}`;
    const joined = (digests: string, more: object = {}): Promise<ActionRun> =>
      shop.run({ image: image(), ...merge, digests, ...more });
    await check(await joined(of('amd64')), red(/linux\/arm64 is missing/));
    await check(await joined(`${legs},${doubled}`), red(/linux\/amd64 came more than once/));
    await check(await joined(`${of('amd64')},${foreign}`), red(/@sha256:f+ is not in the registry/));
    await check(await joined(legs, { platforms: 'linux/amd64' }), red(/linux\/arm64 was not expected/));
  });

  it('when the artifact service refuses says what could not be had', async () => {
    shop.faults({ service: 'results', path: /ListArtifacts/, status: 403, times: ever });
    const run = await shop.run({ image: image(), ...merge, exchange: 'artifact' }, shop.services.results.environment);
    await check(run, red(/artifacts of the run could not be read/, /set `exchange: none`/));
  });
});

describe('a build', () => {
  const build = (content: string, more: Readonly<Record<string, string>> = {}) =>
    shop.run({ image: image(), 'build-args': `CONTENT=${content}`, ...more });

  it.each<Case>([
    [
      'there is no such repository (404)',
      { ...uploadStart, status: 404, body: refused('NAME_UNKNOWN') },
      red(/NAME_UNKNOWN/, /there is no such repository/),
    ],
    [
      'the registry is busy (429) when asked whether it may be written',
      { ...uploadStart, status: 429, headers: now },
      green(/HTTP 429; attempt 2 of/),
    ],
    ['an upload is cut', { ...upload, reset: 50 }, green()],
    ['a manifest is cut', { ...byDigest, reset: 50 }, green()],
    [
      'the registry is busy (429) for longer than BuildKit waits',
      { ...byDigest, status: 429, times: 12 },
      green(/try 2 of 3/),
    ],
    [
      'writing a manifest is refused (403)',
      { ...byDigest, status: 403, body: refused('DENIED'), times: ever },
      red(/denied: a scripted refusal/, /a line of `credentials`/),
    ],
    ['the login ends during the build (401)', { ...byDigest, status: 401, times: ever }, red(/401 Unauthorized/)],
    ['what was pushed shows up late', { ...readByDigest, status: 404, times: 2 }, green()],
  ])('when %s', async (name, fault, expectation) => {
    await check(await struckBy(fault, () => build(name.replaceAll(/\W+/g, '-'))), expectation);
  });

  it('when the registry stays out of order (503) is red after the tries it was allowed', async () => {
    shop.faults({ ...byDigest, status: 503, times: ever });
    const run = await build('out-of-order', { retries: '0' });
    await check(run, red(/503 Service Unavailable/, /allow more `retries`/));
  });
});
