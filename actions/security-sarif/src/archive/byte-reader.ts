import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Takes a stream apart by numbers of bytes. Throws where it ends before that many. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) return true;
      this.#rest = Buffer.from(next.value);
    }
    return false;
  }

  async take(size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.#parts(size)) parts.push(part);
    return Buffer.concat(parts);
  }

  async skip(size: number): Promise<void> {
    const parts = this.#parts(size);
    while ((await parts.next()).done !== true);
  }

  async copy(size: number, file: string): Promise<void> {
    mkdirSync(dirname(file), { recursive: true });
    await pipeline(this.#parts(size), createWriteStream(file, { flags: 'wx' }));
  }

  async *#parts(size: number): AsyncGenerator<Buffer> {
    let left = size;
    while (left > 0) {
      if (await this.isAtEnd()) throw new Error('the archive ends in the middle of a file');
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
}
