import { describe, expect, it } from '@jest/globals';
import { registryAddress } from '../src/index.ts';
import { parseChallenge, tokenUrl } from '../src/session/challenge.ts';
import { nextPage } from '../src/registry/next-page.ts';

describe('speaking to a registry', () => {
  it('reads a Bearer challenge with a comma in its scope', () => {
    const challenge = parseChallenge(
      'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:a/b:pull,push"',
    );
    expect(challenge?.scheme).toBe('bearer');
    expect(tokenUrl(challenge!, 'repository:a/b:pull')).toBe(
      'https://ghcr.io/token?service=ghcr.io&scope=repository%3Aa%2Fb%3Apull',
    );
  });

  it('reads a Basic challenge and nothing from other schemes', () => {
    expect(parseChallenge('Basic realm="x"')).toEqual({ scheme: 'basic', parameters: { realm: 'x' } });
    expect(parseChallenge('Negotiate')).toBeUndefined();
  });

  it('uses plain HTTP on loopback only', () => {
    expect(
      ['127.0.0.1:5000', 'localhost', '[::1]:5', 'ghcr.io', '127.evil.com', 'docker.io'].map(registryAddress),
    ).toEqual([
      'http://127.0.0.1:5000',
      'http://localhost',
      'http://[::1]:5',
      'https://ghcr.io',
      'https://127.evil.com',
      'https://registry-1.docker.io',
    ]);
  });

  it('follows relative links to the next page', () => {
    expect(nextPage('</v2/a/tags/list?last=x&n=2>; rel="next"', 'http://127.0.0.1:5/v2/a/tags/list?n=2')).toBe(
      'http://127.0.0.1:5/v2/a/tags/list?last=x&n=2',
    );
    expect(nextPage(undefined, 'http://127.0.0.1:5/')).toBeUndefined();
  });
});
