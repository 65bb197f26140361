import { composeIndex } from '@data-profiler-actions/oci';
import type { PushedPlatform } from './pushed-image.ts';

/** What tags point to; `bytes` hash to `digest`. */
export interface TopManifest {
  readonly bytes: Buffer;
  readonly digest: string;
  readonly mediaType: string;
}

/** One index over the platforms, in their order, and after them the attestations about them: what per-platform indexes held is flattened into it. */
export function indexOver(
  platforms: readonly PushedPlatform[],
  annotations: readonly { readonly key: string; readonly value: string }[],
): TopManifest {
  const descriptors = [
    ...platforms.map(({ descriptor }) => descriptor),
    ...platforms.flatMap(({ attestations }) => attestations),
  ];
  return composeIndex(descriptors, Object.fromEntries(annotations.map(({ key, value }) => [key, value])));
}
