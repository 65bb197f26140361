import { ByteReader } from './byte-reader.ts';

export interface Extraction {
  /** Where an entry goes, absolute, or undefined to pass over it. Names are as the archive has them. */
  readonly place: (name: string) => string | undefined;
  /** Of everything that is written together; an archive that holds more is refused. */
  readonly maxBytes: number;
}

interface Entry {
  readonly name: string;
  readonly size: number;
  readonly kind: 'file' | 'long-name' | 'extended' | 'other';
}

/** What an entry before this one says of it: a long name, or a pax header. */
interface Given {
  readonly name?: string;
  readonly size?: number;
}

const block = 512;

/** Extracts regular files from a tar stream (POSIX ustar and pax, GNU long names). Links and devices are never made. Gives the names that were written. */
export async function extractTar(archive: AsyncIterable<Uint8Array>, extraction: Extraction): Promise<string[]> {
  const reader = new ByteReader(archive);
  const written: string[] = [];
  let room = extraction.maxBytes;
  let given: Given = {};
  while (!(await reader.isAtEnd())) {
    const header = await reader.take(block);
    if (header.every((byte) => byte === 0)) continue;
    const entry = parseHeader(header, given);
    if (entry.kind === 'long-name' || entry.kind === 'extended') {
      const text = (await reader.take(Math.min(entry.size, 2 ** 20))).toString('utf8');
      given = entry.kind === 'long-name' ? { ...given, name: text.replace(/\0.*$/s, '') } : paxOf(text);
      await reader.skip(entry.size - Math.min(entry.size, 2 ** 20) + paddingOf(entry.size));
      continue;
    }
    given = {};
    const target = entry.kind === 'file' ? extraction.place(entry.name) : undefined;
    room -= target === undefined ? 0 : entry.size;
    if (room < 0) throw new Error(`the archive holds more than ${extraction.maxBytes} bytes`);
    if (target === undefined) await reader.skip(entry.size);
    else {
      await reader.copy(entry.size, target);
      written.push(entry.name);
    }
    await reader.skip(paddingOf(entry.size));
  }
  return written;
}

const paddingOf = (size: number): number => (block - (size % block)) % block;

function parseHeader(header: Buffer, given: Given): Entry {
  const sum = octal(header, 148, 8);
  const counted = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== counted) throw new Error('the archive is damaged: a header’s checksum is wrong');
  const flag = String.fromCharCode(header[156] ?? 0);
  const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : '';
  const name = given.name ?? (prefix === '' ? '' : `${prefix}/`) + text(header, 0, 100);
  const kinds: Readonly<Record<string, Entry['kind']>> = { '0': 'file', '\0': 'file', L: 'long-name', x: 'extended' };
  return { name: name.replace(/^(\.\/)+/, ''), size: given.size ?? sizeOf(header), kind: kinds[flag] ?? 'other' };
}

/** Above 8 GiB the size is a big-endian number instead of octal digits (GNU). */
function sizeOf(header: Buffer): number {
  return ((header[124] ?? 0) & 0x80) === 0 ? octal(header, 124, 12) : Number(header.readBigUInt64BE(128));
}

const text = (header: Buffer, at: number, length: number): string =>
  header
    .subarray(at, at + length)
    .toString('utf8')
    .replace(/\0.*$/s, '');
const octal = (header: Buffer, at: number, length: number): number =>
  parseInt(text(header, at, length).trim() || '0', 8);

/** The `path` and `size` records of a pax header (POSIX.1-2001, "pax Extended Header"). */
function paxOf(records: string): Given {
  const name = /^\d+ path=(.*)$/m.exec(records)?.[1];
  const size = /^\d+ size=(\d+)$/m.exec(records)?.[1];
  return { ...(name !== undefined && { name }), ...(size !== undefined && { size: Number(size) }) };
}
