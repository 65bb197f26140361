import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import type { FileSize, Sizes } from './sizes.ts';

const compress = promisify(brotliCompress);

/** Brotli's best quality takes about a second for this much. */
const brotliAtMost = 500_000;

/** Adds Brotli sizes to what is loaded first, then to the largest of the rest, as far as there is time for it. */
export async function withBrotliSizes(directory: string, sizes: Sizes): Promise<Sizes> {
  const initial = new Set(sizes.initial.flatMap(({ files }) => files));
  const texts = sizes.files.filter(({ file }) => /\.(m?js|css|html?|json|svg)$/.test(file));
  const ordered = texts.toSorted((a, b) => Number(initial.has(b.file)) - Number(initial.has(a.file)));
  let left = brotliAtMost;
  const chosen = new Set(ordered.filter(({ bytes }) => (left -= bytes) >= 0).map(({ file }) => file));
  const files = await Promise.all(
    sizes.files.map(async (size): Promise<FileSize> => {
      if (!chosen.has(size.file)) return size;
      return { ...size, brotli: (await compress(await readFile(join(directory, size.file)))).length };
    }),
  );
  return { ...sizes, files };
}
