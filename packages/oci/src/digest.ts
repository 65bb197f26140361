import { createHash } from 'node:crypto';

/** The sha256 digest of some bytes, as registries write it. */
export function digestOf(bytes: Buffer | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Whether bytes are what a digest (sha256 or sha512) promises. */
export function matchesDigest(bytes: Buffer, digest: string): boolean {
  const [algorithm = '', hex = ''] = digest.split(':');
  return /^sha(256|512)$/.test(algorithm) && createHash(algorithm).update(bytes).digest('hex') === hex;
}
