import { describe, expect, it } from '@jest/globals';
import { isEmulated, readInspection } from '../src/builder/builder-inspection.ts';
import { cacheArguments, cacheScope, planCache } from '../src/cache/cache-arguments.ts';
import { withCredentials } from '../src/registry/docker-config.ts';
import { newestOfEach } from '../src/publish/exchange.ts';
import { platformsProblem } from '../src/request/expected-platforms.ts';
import { platformMistakes } from '../src/preflight.ts';
import { decidePush } from '../src/request/push-decision.ts';
import { stepCredentials } from '../src/registry/registry-login.ts';
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
      native: ['linux/amd64'],
    });
  });

  it('emulates other architectures, but not 386 on x86-64', () => {
    expect(
      ['linux/amd64', 'linux/386', 'linux/arm64'].map((platform) => isEmulated(platform, inspection.native)),
    ).toEqual([false, false, true]);
  });

  it('refuses platforms it does not offer, by name', () => {
    expect(
      platformMistakes(['linux/arm64', 'linux/s390x'], inspection.platforms).map(({ problem }) => problem.slice(0, 17)),
    ).toEqual(['holds linux/s390x']);
  });
});

describe('the cache', () => {
  const service = {
    ACTIONS_RESULTS_URL: 'http://r/',
    ACTIONS_RUNTIME_TOKEN: 't',
    ACTIONS_CACHE_SERVICE_V2: 'True',
    OTHER: 'x',
  };

  it('is the run’s service only where it is whole', () => {
    expect(planCache('auto', service).kind).toBe('gha');
    expect(planCache('auto', { ...service, ACTIONS_RUNTIME_TOKEN: '' }).kind).toBe('off');
  });

  it('has a scope of its own for each image, target and platform', () => {
    expect(cacheScope('', 'ghcr.io/org/app', 'web', ['linux/arm64'])).toBe('ghcr.io-org-app-web-linux-arm64');
  });

  it('is bounded in time, never fails a build, and gives buildx only the service’s variables', () => {
    const { args, env } = cacheArguments('gha', 's', 'ghcr.io/org/app', '/tmp', true, service);
    expect(args).toEqual([
      '--cache-from=type=gha,scope=s,timeout=60s',
      '--cache-to=type=gha,scope=s,mode=max,ignore-error=true,timeout=60s',
    ]);
    expect(Object.keys(env).sort()).toEqual([
      'ACTIONS_CACHE_SERVICE_V2',
      'ACTIONS_RESULTS_URL',
      'ACTIONS_RUNTIME_TOKEN',
    ]);
  });

  it('is not written by runs that may leave no trace', () => {
    expect(cacheArguments('gha', 's', 'i', '/tmp', false, service).args).toHaveLength(1);
  });
});

describe('logins', () => {
  it('give the token to ghcr.io alone, and not when credentials name it', () => {
    const given = { host: 'ghcr.io', user: 'u', password: 'p' };
    expect(stepCredentials([], 't', 'me')).toEqual([{ host: 'ghcr.io', user: 'me', password: 't' }]);
    expect(stepCredentials([given], 't', 'me')).toEqual([given]);
  });

  it('stand in front of a credential store without losing its other hosts', () => {
    const user = { auths: { 'quay.io': {}, 'ghcr.io': {} }, credsStore: 'desktop' };
    expect(withCredentials(user, [{ host: 'ghcr.io', user: 'u', password: 'p' }])).toEqual({
      auths: { 'quay.io': {}, 'ghcr.io': { auth: 'dTpw' } },
      credHelpers: { 'quay.io': 'desktop' },
    });
  });
});

describe('a merge', () => {
  const handed = (platform: string, attempt: number, builtAt: number, digest: string) => ({
    image: 'i',
    attempt,
    builtAt,
    record: { platform, digest, pushed: digest, size: 1, seconds: 1, emulated: false, cached: 0 },
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
