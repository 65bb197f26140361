import { describe, expect, it } from '@jest/globals';
import { isEmulated, normalPlatform, readInspection } from '../src/builder/builder-inspection.ts';
import { unbuildable } from '../src/builder/builders.ts';
import { legsOf } from '../src/builder/legs.ts';
import { readNodes } from '../src/builder/node-list.ts';
import { cacheArguments, cacheScope } from '../src/cache/cache-arguments.ts';
import { permissionOf } from '../src/cache/cache-permission.ts';
import { planCache, type CacheCircumstances } from '../src/cache/cache-plan.ts';
import { loginsOf, withHelper } from '../src/registry/docker-config.ts';
import { newestOfEach } from '../src/publish/exchange.ts';
import { platformsProblem } from '../src/request/expected-platforms.ts';
import { decidePush } from '../src/request/push-decision.ts';
import { readTags } from '../src/request/tags.ts';

const image = { registry: 'ghcr.io', repository: 'org/app' };

describe('whether to push', () => {
  it('is yes on a push event and no on others when auto', () => {
    expect(decidePush('auto', '', { name: 'push', untrusted: '' }).push).toBe(true);
    expect(decidePush('auto', '', { name: 'pull_request', untrusted: '' })).toMatchObject({
      push: false,
      announce: false,
    });
  });

  it('is no in a fork’s pull request even when asked for, and people are told', () => {
    expect(decidePush('true', '', { name: 'pull_request', untrusted: 'fork pull request' })).toMatchObject({
      push: false,
      announce: true,
    });
  });
});

describe('tags', () => {
  it('are names or references of the image, each once, latest last', () => {
    expect(readTags(['latest', 'ghcr.io/org/app:main', 'main', 'v1'], image)).toEqual({
      names: ['main', 'v1', 'latest'],
      mistakes: [],
    });
  });

  it('of another image, with a digest or illegal are all named', () => {
    expect(readTags(['ghcr.io/org/other:x', '.x', 'ghcr.io/org/app', 'ok'], image).mistakes).toHaveLength(3);
  });
});

describe('the builder', () => {
  const inspection = readInspection(
    'Name:   m\nDriver: remote\n\nNodes:\nName:      m0\nPlatforms: linux/amd64*, linux/arm64/v8, linux/386\n',
  );

  it('is read from buildx inspect', () => {
    expect(inspection).toMatchObject({
      name: 'm',
      driver: 'remote',
      platforms: ['linux/amd64', 'linux/arm64', 'linux/386'],
    });
  });

  it('emulates other architectures, but not 386 on x86-64', () => {
    expect(
      ['linux/amd64', 'linux/386', 'linux/arm64'].map((platform) => isEmulated(platform, inspection.nodes)),
    ).toEqual([false, false, true]);
  });

  it.each([
    ['linux/x86_64', 'linux/amd64'],
    ['linux/aarch64', 'linux/arm64'],
    ['linux/armhf', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/i386', 'linux/386'],
  ])('knows %s as Docker does', (given, name) => {
    expect(normalPlatform(given)).toBe(name);
  });

  it('knows platforms by Docker’s names and by those of runner.arch', () => {
    const names = ['linux/X64', 'linux/ARM64', 'linux/arm64/v8', 'linux/ARM', 'linux/amd64/v2', 'windows/amd64'];
    expect(names.map(normalPlatform)).toEqual([
      'linux/amd64',
      'linux/arm64',
      'linux/arm64',
      'linux/arm/v7',
      'linux/amd64/v2',
      'windows/amd64',
    ]);
  });

  it('refuses platforms it does not offer, by name', () => {
    expect(
      unbuildable(['linux/arm64', 'linux/s390x'], inspection.platforms).map(({ problem }) => problem.slice(0, 17)),
    ).toEqual(['holds linux/s390x']);
  });

  it('with several nodes builds each platform alone, and a node of ours its own', () => {
    const builder = (nodes: number): never =>
      ({ name: `of ${nodes}`, nodes: Array(nodes).fill({ platforms: [] }) }) as never;
    const platforms = ['linux/amd64', 'linux/arm64', 'linux/386'];
    const legs = (local: never, remote: [string, never][]): string[] =>
      legsOf(platforms, new Map(remote), local).map((leg) => `${leg.builder.name}: ${leg.platforms.join()}`);
    expect(legs(builder(1), [])).toEqual(['of 1: linux/amd64,linux/arm64,linux/386']);
    expect(legs(builder(2), [])).toEqual(['of 2: linux/amd64', 'of 2: linux/arm64', 'of 2: linux/386']);
    expect(legs(builder(1), [['linux/arm64', builder(9)]])).toEqual([
      'of 1: linux/amd64,linux/386',
      'of 9: linux/arm64',
    ]);
  });
});

describe('remote nodes', () => {
  const platforms = ['linux/amd64', 'linux/arm64'];

  it('are platform=address lines', () => {
    expect(readNodes(['linux/arm64/v8=tcp://h:1'], platforms)).toEqual({
      nodes: [{ platform: 'linux/arm64', address: 'tcp://h:1', place: 0 }],
      mistakes: [],
    });
  });

  it.each([
    ['tcp://h:1', 'needs platform=address'],
    ['linux/arm64=h:1', 'an address begins with'],
    ['linux/arm64=https://h:1', 'an address begins with'],
    ['linux/arm64=tcp://h', 'has no port'],
    ['linux/s390x=tcp://h:1', '`platforms` does not hold it'],
  ])('are refused as %s', (line, problem) => {
    expect(readNodes([line], platforms).mistakes[0]?.problem).toContain(problem);
  });

  it('stand once for each platform', () => {
    const { mistakes } = readNodes(['linux/arm64=tcp://h:1', 'linux/arm64=ssh://me@h'], platforms);
    expect(mistakes).toEqual([{ input: 'nodes', problem: 'names linux/arm64 more than once' }]);
  });
});

describe('the cache', () => {
  const token = (ac: unknown): string =>
    `h.${Buffer.from(JSON.stringify({ ac: JSON.stringify(ac) })).toString('base64url')}.s`;
  const service = {
    ACTIONS_RESULTS_URL: 'http://r/',
    ACTIONS_RUNTIME_TOKEN: token([{ Scope: 'refs/heads/main', Permission: 3 }]),
    ACTIONS_CACHE_SERVICE_V2: 'True',
    OTHER: 'x',
  };
  const usual: CacheCircumstances = { asked: 'auto', env: {}, untrusted: '', pushes: true, passingBuilder: true };
  const place = { scope: 's', image: 'ghcr.io/org/app', folder: '/nowhere' };

  it.each([
    ['the run’s service where there is one', { env: service }, 'gha', ''],
    ['the registry where the builder would forget', {}, 'registry', ''],
    ['none where the builder keeps its own', { passingBuilder: false }, 'off', ''],
    ['none where nothing is pushed either', { pushes: false }, 'off', ''],
    ['none where gha is asked of a run without a service', { asked: 'gha' }, 'off', ''],
    ['only read in a fork’s pull request', { env: service, untrusted: 'fork pull request' }, 'gha', 'leaves no trace'],
    [
      'only read with a token that may not write',
      { env: { ...service, ACTIONS_RUNTIME_TOKEN: token([{ Permission: 1 }]) } },
      'gha',
      'only read',
    ],
    [
      'only read from a registry that is not pushed to',
      { asked: 'registry', pushes: false },
      'registry',
      'pushes nothing',
    ],
  ] as const)('is %s', (_, circumstances, kind, readOnly) => {
    const plan = planCache({ ...usual, ...circumstances });
    expect(plan.kind).toBe(kind);
    expect(plan.readOnly).toContain(readOnly);
  });

  it('tries a token that says nothing of caches', () => {
    expect([permissionOf('t', undefined), permissionOf(token([]), undefined), permissionOf('t', 'read')]).toEqual([
      'write',
      'none',
      'read',
    ]);
  });

  it('has a scope of its own for each image, target and platform, also where they read the same', () => {
    const scopes = [
      cacheScope('', 'ghcr.io/org/app', 'web', ['linux/arm64']),
      cacheScope('', 'ghcr.io/org/app-web', '', ['linux/arm64']),
      cacheScope('', 'ghcr.io/org/app/web', '', ['linux/arm64']),
      cacheScope('', 'ghcr.io/org/app', 'web', ['linux/amd64']),
    ];
    expect(new Set(scopes).size).toBe(4);
    expect(scopes[0]).toMatch(/^ghcr\.io-org-app-web-linux-arm64-[0-9a-f]{8}$/);
    expect(cacheScope('', 'ghcr.io/org/app', 'x'.repeat(300), []).length).toBeLessThanOrEqual(
      128 - 'buildcache-'.length,
    );
  });

  it('is bounded in time, never fails a build, and gives buildx only the service’s variables', () => {
    const { args, env } = cacheArguments({ kind: 'gha', why: '', readOnly: '' }, place, service);
    expect(args).toEqual([
      '--cache-from=type=gha,scope=s,timeout=60s',
      '--cache-to=type=gha,scope=s,timeout=60s,mode=max,ignore-error=true',
    ]);
    expect(Object.keys(env).sort()).toEqual([
      'ACTIONS_CACHE_SERVICE_V2',
      'ACTIONS_RESULTS_URL',
      'ACTIONS_RUNTIME_TOKEN',
    ]);
  });

  it('is not written by runs that may leave no trace', () => {
    const flags = cacheArguments({ kind: 'registry', why: '', readOnly: 'a reason' }, place, service).args;
    expect(flags).toEqual(['--cache-from=type=registry,ref=ghcr.io/org/app:buildcache-s']);
  });
});

describe('logins', () => {
  const own = [{ host: 'ghcr.io', user: 'u', password: 'p' }];
  const login = (host: string, user: string) => ({ host, user, password: 'b' });
  const auth = (user: string) => ({ auth: Buffer.from(`${user}:b`).toString('base64') });

  it('stand in front of a credential store, which keeps all other hosts, and leave no password in the file', () => {
    const user = { auths: { 'quay.io': {}, 'ghcr.io': {}, 'reg.io': auth('stale') }, credsStore: 'desktop' };
    const logins = loginsOf(user, own);
    expect(logins).toEqual(own);
    expect(withHelper(user, logins, 'step-login')).toEqual({
      auths: { 'quay.io': {}, 'ghcr.io': {}, 'reg.io': {} },
      credsStore: 'desktop',
      credHelpers: { 'ghcr.io': 'step-login' },
    });
  });

  it('of the environment go before a helper, and a helper before what the file holds', () => {
    const user = {
      auths: { 'a.io': auth('file'), 'b.io': auth('file'), 'c.io': auth('file') },
      given: { 'a.io': auth('environment'), 'ghcr.io': auth('environment') },
      credHelpers: { 'a.io': 'pass', 'b.io': 'pass' },
    };
    const logins = loginsOf(user, own);
    expect(logins).toEqual([...own, login('a.io', 'environment'), login('c.io', 'file')]);
    expect(withHelper(user, logins, 'step-login')).toEqual({
      auths: { 'a.io': {}, 'b.io': {}, 'c.io': {} },
      credHelpers: { 'a.io': 'step-login', 'b.io': 'pass', 'c.io': 'step-login', 'ghcr.io': 'step-login' },
    });
  });
});

describe('a merge', () => {
  const handed = (platform: string, attempt: number, builtAt: number, digest: string) => ({
    image: 'i',
    attempt,
    builtAt,
    record: { platform, digest, pushed: digest, size: 1, layers: 1, seconds: 1, emulated: false, cached: 0 },
  });

  it('counts the newest attempt of each platform', () => {
    const newest = newestOfEach([
      handed('linux/amd64', 2, 5, 'new'),
      handed('linux/amd64', 1, 9, 'old'),
      handed('linux/arm64', 1, 1, 'arm'),
    ]);
    expect(newest.map(({ digest }) => digest).sort()).toEqual(['arm', 'new']);
  });

  it('wants exactly the expected platforms and names the others', () => {
    expect(platformsProblem(['linux/amd64'], ['linux/amd64'])).toBeUndefined();
    expect(platformsProblem(['linux/amd64', 'linux/arm64'], ['linux/amd64', 'linux/386', 'linux/amd64'])).toBe(
      'linux/arm64 is missing; linux/386 was not expected; linux/amd64 came more than once (expected: linux/amd64, linux/arm64; found: linux/amd64, linux/386, linux/amd64)',
    );
  });
});
