import { describe, expect, it } from '@jest/globals';
import {
  composeIndex,
  digestOf,
  imageSize,
  matchesDigest,
  parseManifest,
  platformsOf,
  type Descriptor,
} from '../src/index.ts';

const image = (architecture: string, variant?: string): Descriptor => ({
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  digest: digestOf(architecture),
  size: 10,
  platform: { os: 'linux', architecture, ...(variant !== undefined && { variant }) },
});
const attestation: Descriptor = {
  ...image('unknown'),
  annotations: {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': digestOf('amd64'),
  },
};

describe('an index', () => {
  it('has the same bytes whatever the order of its annotations', () => {
    const one = composeIndex([image('amd64')], { b: '2', a: '1' });
    const two = composeIndex([image('amd64')], { a: '1', b: '2' });
    expect(one.digest).toBe(two.digest);
    expect(matchesDigest(one.bytes, one.digest)).toBe(true);
  });

  it('reads back what went in, attestations included', () => {
    const { bytes, mediaType } = composeIndex([image('amd64'), attestation], { a: '1' });
    expect(parseManifest(bytes, mediaType)).toEqual({
      kind: 'index',
      manifests: [image('amd64'), attestation],
      annotations: { a: '1' },
    });
  });

  it('offers its platforms once, without attestations and default variants', () => {
    expect(platformsOf([image('amd64'), image('arm64', 'v8'), image('arm', 'v7'), attestation])).toEqual([
      'linux/amd64',
      'linux/arm64',
      'linux/arm/v7',
    ]);
  });
});

describe('a manifest', () => {
  it('weighs its config and layers', () => {
    const bytes = Buffer.from(
      JSON.stringify({ schemaVersion: 2, config: image('a'), layers: [image('b'), image('c')] }),
    );
    expect(imageSize(parseManifest(bytes, 'application/vnd.oci.image.manifest.v1+json'))).toBe(30);
  });

  it('that is neither image nor index is an error', () => {
    expect(() => parseManifest(Buffer.from('{"schemaVersion":1}'), 'application/json')).toThrow(
      'neither an image nor an index',
    );
  });
});
