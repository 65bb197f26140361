import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { objectOf, parseJson, textOf } from '@data-profiler-actions/action-kit';
import type { StoredManifest } from '@data-profiler-actions/oci';
import { flattenImage, type ImageSource, type PushedPlatform } from './pushed-image.ts';

/** The platforms that an OCI archive (image-spec 1.1, image-layout.md, in a tar) holds under a digest. `file` is relative to the workspace. */
export async function readArchive(workspace: string, file: string, digest: string): Promise<PushedPlatform[]> {
  const handle = openSync(join(workspace, file), 'r');
  try {
    const entries = tarEntries(handle);
    const blob = (wanted: string): Buffer | undefined => {
      const entry = entries.get(`blobs/${wanted.replace(':', '/')}`);
      return entry && read(handle, entry.start, entry.size);
    };
    return await flattenImage(archiveSource(blob), digest);
  } finally {
    closeSync(handle);
  }
}

function archiveSource(blob: (digest: string) => Buffer | undefined): ImageSource {
  const wanted = (digest: string): Buffer => {
    const bytes = blob(digest);
    if (bytes === undefined) throw new Error(`the archive holds no ${digest}`);
    return bytes;
  };
  const manifest = (digest: string): StoredManifest => {
    const bytes = wanted(digest);
    const { mediaType } = objectOf(parseJson(bytes.toString('utf8')));
    return { bytes, digest, mediaType: textOf(mediaType) };
  };
  return {
    manifest: (digest) => Promise.resolve(manifest(digest)),
    blob: (digest) => Promise.resolve(wanted(digest)),
  };
}

interface TarEntry {
  readonly start: number;
  readonly size: number;
}

const block = 512;

/** Where each file of a tar lies (POSIX.1-1988 ustar, as BuildKit writes it): only headers are read, however large the layers are. */
function tarEntries(handle: number): Map<string, TarEntry> {
  const entries = new Map<string, TarEntry>();
  for (let at = 0; ;) {
    const header = read(handle, at, block);
    const name = text(header, 0, 100);
    if (header.length < block || name === '') return entries;
    const size = Number.parseInt(text(header, 124, 12), 8) || 0;
    entries.set(name, { start: at + block, size });
    at += block + Math.ceil(size / block) * block;
  }
}

function text(header: Buffer, start: number, length: number): string {
  return header
    .toString('latin1', start, start + length)
    .replace(/\0.*$/s, '')
    .trim();
}

function read(handle: number, start: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  return bytes.subarray(0, readSync(handle, bytes, 0, size, start));
}
