import { closeSync, openSync, readSync } from 'node:fs';

/** Just enough of bbolt's file format to tell whether a database holds anything. All integers are little-endian. */
const magic = 0xed0cdaed;
const isBranch = 1;
const isLeaf = 2;
const headerSize = 16;
const elementSize = 16;
const isBucket = 1;
/** Pages that are looked at before the file is called damaged: a top level of buckets is a few pages. */
const mostPages = 10_000;

interface Page {
  readonly flags: number;
  readonly count: number;
  readonly bytes: Buffer;
}

/** The names of the top-level buckets that hold at least one key. Throws where the file is no bbolt database. */
export function filledBuckets(file: string): string[] {
  const handle = openSync(file, 'r');
  try {
    return readBuckets((at, size) => readExactly(handle, at, size));
  } finally {
    closeSync(handle);
  }
}

type Read = (at: number, size: number) => Buffer;

function readBuckets(read: Read): string[] {
  const meta = newestMeta(read);
  const page = (id: number): Page => readPage(read, id, meta.pageSize);
  const names: string[] = [];
  const pending = [meta.root];
  for (let seen = 0; pending.length > 0; seen += 1) {
    if (seen > mostPages) throw new Error('its pages lead in circles');
    const current = page(pending.pop() ?? 0);
    if (current.flags === isBranch) pending.push(...children(current));
    else if (current.flags === isLeaf) names.push(...bucketsOf(current, page));
    else throw new Error(`a page has the unknown kind ${current.flags}`);
  }
  return names;
}

/** Two meta pages take turns; the one with the higher transaction is in force. */
function newestMeta(read: Read): { pageSize: number; root: number } {
  const first = parseMeta(read(headerSize, 64));
  if (first === undefined) throw new Error('it does not begin as a database does');
  const second = parseMeta(read(first.pageSize + headerSize, 64));
  return second !== undefined && second.transaction > first.transaction ? second : first;
}

function parseMeta(bytes: Buffer): { pageSize: number; root: number; transaction: number } | undefined {
  if (bytes.readUInt32LE(0) !== magic) return undefined;
  const pageSize = bytes.readUInt32LE(8);
  if (pageSize < 512 || pageSize > 2 ** 20) return undefined;
  return { pageSize, root: number(bytes, 16), transaction: number(bytes, 48) };
}

function readPage(read: Read, id: number, pageSize: number): Page {
  const header = read(id * pageSize, headerSize);
  const overflow = header.readUInt32LE(12);
  if (overflow > mostPages) throw new Error('a page is larger than it can be');
  const bytes = read(id * pageSize, pageSize * (1 + overflow));
  return { flags: header.readUInt16LE(8), count: header.readUInt16LE(10), bytes };
}

/** A branch's elements: offset and length of the key, then the page. */
const children = ({ bytes, count }: Page): number[] =>
  Array.from({ length: count }, (_, index) => number(bytes, headerSize + index * elementSize + 8));

function bucketsOf({ bytes, count }: Page, page: (id: number) => Page): string[] {
  return Array.from({ length: count }, (_, index) => headerSize + index * elementSize).flatMap((at) => {
    const key = at + bytes.readUInt32LE(at + 4);
    const value = key + bytes.readUInt32LE(at + 8);
    if (bytes.readUInt32LE(at) !== isBucket) return [];
    const root = number(bytes, value);
    // A small bucket's only page stands right behind its head.
    const filled = root === 0 ? bytes.readUInt16LE(value + headerSize + 10) > 0 : page(root).count > 0;
    return filled ? [bytes.subarray(key, value).toString('utf8')] : [];
  });
}

const number = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

function readExactly(handle: number, at: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  if (readSync(handle, bytes, 0, size, at) !== size) throw new Error('it ends too early');
  return bytes;
}
