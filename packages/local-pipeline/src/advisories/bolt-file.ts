/** A tree of buckets as bbolt keeps it: each key holds bytes or another bucket. */
export type Bucket = ReadonlyMap<string, string | Bucket>;

const pageSize = 4096;
const pageHeader = 16;
const elementSize = 16;
const flags = { leaf: 2, meta: 4, freeList: 16 } as const;
const bucketElement = 1;
const magic = 0xed0cdaed;

/**
 * Writes a whole bbolt database (go.etcd.io/bbolt, page.go and db.go) from scratch: two meta pages, an empty free list, then every bucket as one leaf page
 * with as many overflow pages as it needs. Enough for a database that is only read. All integers are little-endian.
 */
export function boltFile(root: Bucket): Buffer {
  const pages: Buffer[] = [];
  const rootPage = writeBucket(root, pages);
  const highWater = pages.length + 3;
  const freeList = Buffer.alloc(pageSize);
  writeHeader(freeList, 2, flags.freeList, 0, 0);
  return Buffer.concat([metaPage(0, rootPage, highWater), metaPage(1, rootPage, highWater), freeList, ...pages]);
}

/** Appends the pages of a bucket, its inner buckets first, and returns the id of its leaf page. `pages` holds page 3 and on. */
function writeBucket(bucket: Bucket, pages: Buffer[]): number {
  const entries = [...bucket]
    .map(([key, value]) => ({
      key: Buffer.from(key),
      value: typeof value === 'string' ? Buffer.from(value) : bucketValue(writeBucket(value, pages)),
      isBucket: typeof value !== 'string',
    }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  const body = entries.reduce((sum, { key, value }) => sum + elementSize + key.length + value.length, pageHeader);
  const pageCount = Math.ceil(body / pageSize);
  const leaf = Buffer.alloc(pageCount * pageSize);
  const id = pages.length + 3;
  writeHeader(leaf, id, flags.leaf, entries.length, pageCount - 1);
  let data = pageHeader + entries.length * elementSize;
  entries.forEach(({ key, value, isBucket }, index) => {
    const element = pageHeader + index * elementSize;
    leaf.writeUInt32LE(isBucket ? bucketElement : 0, element);
    leaf.writeUInt32LE(data - element, element + 4);
    leaf.writeUInt32LE(key.length, element + 8);
    leaf.writeUInt32LE(value.length, element + 12);
    key.copy(leaf, data);
    value.copy(leaf, data + key.length);
    data += key.length + value.length;
  });
  for (let page = 0; page < pageCount; page++) pages.push(leaf.subarray(page * pageSize, (page + 1) * pageSize));
  return id;
}

function bucketValue(page: number): Buffer {
  const value = Buffer.alloc(16);
  value.writeBigUInt64LE(BigInt(page));
  return value;
}

function writeHeader(page: Buffer, id: number, kind: number, count: number, overflow: number): void {
  page.writeBigUInt64LE(BigInt(id));
  page.writeUInt16LE(kind, 8);
  page.writeUInt16LE(count, 10);
  page.writeUInt32LE(overflow, 12);
}

function metaPage(transaction: 0 | 1, rootPage: number, highWater: number): Buffer {
  const page = Buffer.alloc(pageSize);
  writeHeader(page, transaction, flags.meta, 0, 0);
  const meta = page.subarray(pageHeader);
  meta.writeUInt32LE(magic);
  meta.writeUInt32LE(2, 4);
  meta.writeUInt32LE(pageSize, 8);
  meta.writeBigUInt64LE(BigInt(rootPage), 16);
  meta.writeBigUInt64LE(2n, 32);
  meta.writeBigUInt64LE(BigInt(highWater), 40);
  meta.writeBigUInt64LE(BigInt(transaction), 48);
  meta.writeBigUInt64LE(fnv1a(meta.subarray(0, 56)), 56);
  return page;
}

/** FNV-1a, 64 bits (RFC 9923). */
function fnv1a(bytes: Buffer): bigint {
  return bytes.reduce((hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n), 0xcbf29ce484222325n);
}
