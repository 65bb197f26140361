import { objectOf } from '@data-profiler-actions/action-kit';

/** One platform of an image, as a build leg hands it on. */
export interface PlatformRecord {
  readonly platform: string;
  /** Of the platform's own image manifest; empty when nothing was pushed. */
  readonly digest: string;
  /** Of what was pushed: the manifest, or the index that holds it and its attestations. */
  readonly pushed: string;
  /** Bytes of config and layers. */
  readonly size: number;
  readonly layers: number;
  readonly seconds: number;
  readonly emulated: boolean;
  /** Share of the build's steps that came from the cache, 0 to 1. */
  readonly cached: number;
}

/** Reads a record from outside; undefined when it is none. */
export function readPlatformRecord(value: unknown): PlatformRecord | undefined {
  const { platform, digest, pushed, size, layers, seconds, emulated, cached } = objectOf(value);
  if (typeof platform !== 'string' || typeof digest !== 'string' || typeof pushed !== 'string') return undefined;
  return {
    platform,
    digest,
    pushed,
    size: amount(size),
    layers: amount(layers),
    seconds: amount(seconds),
    emulated: emulated === true,
    cached: amount(cached),
  };
}

function amount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
