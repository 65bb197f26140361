import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

export interface LargeFile {
  readonly bytes: number;
  readonly gzip: number;
  /** SHA-1, as that of files which are read whole. */
  readonly digest: string;
}

/** Measures a file in parts: Node reads none above 2 GiB whole, and a video need not stand in memory. */
export async function measureInParts(path: string): Promise<LargeFile> {
  const hash = createHash('sha1');
  let bytes = 0;
  let gzip = 0;
  await pipeline(
    createReadStream(path),
    async function* (parts: AsyncIterable<Buffer>) {
      for await (const part of parts) {
        hash.update(part);
        bytes += part.length;
        yield part;
      }
    },
    createGzip(),
    async (compressed: AsyncIterable<Buffer>) => {
      for await (const part of compressed) gzip += part.length;
    },
  );
  return { bytes, gzip, digest: hash.digest('base64') };
}
