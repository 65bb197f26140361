import { createGzip } from 'node:zlib';

export interface FileSize {
  readonly file: string;
  readonly bytes: number;
  /** Bytes at node:zlib's default level, which is what Vite up to 7 prints. */
  readonly gzip: number;
  /** Bytes at Brotli's highest quality; only of files that are part of the first load, or few. */
  readonly brotli?: number;
}

export interface Amount {
  readonly bytes: number;
  readonly gzip: number;
}

/** What a page loads before anything else happens. */
export interface InitialLoad {
  readonly page: string;
  readonly files: readonly string[];
  readonly js: Amount;
  readonly css: Amount;
}

export interface Sizes {
  /** Largest first; source maps are not counted. */
  readonly files: readonly FileSize[];
  readonly total: Amount;
  /** Of each page, that of the site's index first. */
  readonly initial: readonly InitialLoad[];
}

/** Source maps are fetched by developer tools alone. */
const isCounted = (file: string): boolean => !file.endsWith('.map');

export async function fileSize(file: string, bytes: Buffer): Promise<FileSize> {
  return { file, bytes: bytes.length, gzip: await gzipLength(bytes) };
}

/** Without keeping what comes out. */
function gzipLength(bytes: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let length = 0;
    const compressing = createGzip();
    compressing.on('data', (part: Buffer) => (length += part.length));
    compressing.on('end', () => resolve(length)).on('error', reject);
    compressing.end(bytes);
  });
}

const bySize = (a: FileSize, b: FileSize): number => b.bytes - a.bytes || (a.file < b.file ? -1 : 1);

export function measure(all: readonly FileSize[], loads: ReadonlyMap<string, ReadonlySet<string>>): Sizes {
  const files = all.filter(({ file }) => isCounted(file)).sort(bySize);
  const named = new Map(files.map((size) => [size.file, size]));
  const initial = [...loads].map(([page, loaded]): InitialLoad => {
    const own = [...loaded].flatMap((file) => named.get(file) ?? []).sort(bySize);
    return {
      page,
      files: own.map(({ file }) => file),
      js: amount(own.filter(({ file }) => /\.m?js$/.test(file))),
      css: amount(own.filter(({ file }) => file.endsWith('.css'))),
    };
  });
  return { files, total: amount(files), initial };
}

export function amount(files: readonly Amount[]): Amount {
  return {
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    gzip: files.reduce((sum, file) => sum + file.gzip, 0),
  };
}
