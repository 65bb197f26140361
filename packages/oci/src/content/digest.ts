import { createHash } from 'node:crypto';

/** The sha256 digest of some bytes, as registries write it. */
export function digestOf(bytes: Buffer | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Whether bytes are what a digest (sha256 or sha512) promises. */
export function matchesDigest(bytes: Buffer, digest: string): boolean {
  return digestCheck(digest)(bytes);
}

/** The same for bytes that are still to come: all that can be done without them is done at once. For one use. */
export function digestCheck(digest: string): (bytes: Buffer) => boolean {
  const [algorithm = '', hex = ''] = digest.split(':');
  if (!/^sha(256|512)$/.test(algorithm)) return () => false;
  const hash = createHash(algorithm);
  return (bytes) => hash.update(bytes).digest('hex') === hex;
}
