import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sendJson, readBody, type Answered, type Exchange } from '../http-server.ts';

/** Files that clients write and read as Azure block blobs through signed URLs. */
export interface BlobStore {
  create(): string;
  /** A URL of three path segments, as Azure's clients want for IP hosts, that allows reading and writing one blob. */
  signedUrl(base: string, id: string, fileName: string): string;
  size(id: string): number | undefined;
  sha256(id: string): Promise<string>;
  remove(id: string): void;
  /** Removes what interrupted uploads left: blobs that are not in `used` and were not written to for an hour. */
  prune(used: ReadonlySet<string>): void;
  handle(exchange: Exchange): Promise<Answered>;
}

const blockListLimit = 8 << 20;

export function createBlobStore(directory: string, container: string): BlobStore {
  mkdirSync(directory, { recursive: true });
  const secret = randomBytes(32);
  const signature = (id: string): string => createHmac('sha256', secret).update(id).digest('hex');
  const file = (id: string): string => join(directory, id);
  const size = (id: string): number | undefined => (existsSync(file(id)) ? statSync(file(id)).size : undefined);
  return {
    create: randomUUID,
    signedUrl: (base, id, name) =>
      `${base}/devstoreaccount1/${container}/${id}?sig=${signature(id)}&name=${encodeURIComponent(name)}`,
    size,
    sha256: async (id) => {
      const hash = createHash('sha256');
      await pipeline(createReadStream(file(id)), hash);
      return hash.digest('hex');
    },
    remove: (id) => {
      rmSync(file(id), { force: true });
      rmSync(`${file(id)}.blocks`, { recursive: true, force: true });
    },
    prune: (used) => {
      for (const name of readdirSync(directory)) {
        const id = name.replace(/\.blocks$/, '');
        const age = Date.now() - statSync(file(name)).mtimeMs;
        if (!used.has(id) && age > 3_600_000) rmSync(file(name), { recursive: true, force: true });
      }
    },
    handle: async (exchange) => {
      const id = exchange.url.pathname.split('/')[3] ?? '';
      if (!/^[0-9a-f-]{36}$/.test(id) || !sameText(signature(id), exchange.url.searchParams.get('sig') ?? '')) {
        exchange.violate('a blob URL that was not signed here');
        return sendAzureError(exchange, 403, 'AuthenticationFailed');
      }
      if (exchange.method === 'PUT') return write(exchange, file(id));
      if (exchange.method === 'GET' || exchange.method === 'HEAD') return read(exchange, file(id), size(id));
      exchange.violate('a method that block blobs do not have');
      return sendAzureError(exchange, 405, 'UnsupportedHttpVerb');
    },
  };
}

const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const blockFile = (file: string, id: string): string => join(`${file}.blocks`, Buffer.from(id).toString('hex'));

async function write(exchange: Exchange, file: string): Promise<Answered> {
  const { url, request } = exchange;
  const operation = url.searchParams.get('comp');
  if (operation === 'block') {
    mkdirSync(`${file}.blocks`, { recursive: true });
    await pipeline(request, createWriteStream(blockFile(file, url.searchParams.get('blockid') ?? '')));
  } else if (operation === 'blocklist') {
    const missing = await joinBlocks(file, (await readBody(request, blockListLimit))?.toString('utf8') ?? '');
    if (missing !== undefined) {
      exchange.violate(`the block list names block ${missing}, which was not sent`);
      return sendAzureError(exchange, 400, 'InvalidBlockList');
    }
  } else if (operation === null) await pipeline(request, createWriteStream(file));
  else {
    exchange.violate(`unknown blob operation ${operation}`);
    return sendAzureError(exchange, 400, 'InvalidQueryParameterValue');
  }
  return exchange.response.writeHead(201, blobHeaders(file)).end();
}

/** Joins the sent blocks in the list's order; answers the first missing block's id. */
async function joinBlocks(file: string, list: string): Promise<string | undefined> {
  const ids = [...list.matchAll(/<(?:Latest|Uncommitted)>([^<]+)</g)].map(([, id]) => id ?? '');
  const missing = ids.find((id) => !existsSync(blockFile(file, id)));
  if (missing !== undefined) return missing;
  const blocks = async function* (): AsyncGenerator<Buffer> {
    for (const id of ids) yield* createReadStream(blockFile(file, id)) as AsyncIterable<Buffer>;
  };
  await pipeline(blocks, createWriteStream(file));
  rmSync(`${file}.blocks`, { recursive: true, force: true });
  return undefined;
}

async function read(exchange: Exchange, file: string, size: number | undefined): Promise<Answered> {
  const { request, response, url, method } = exchange;
  if (size === undefined) return sendAzureError(exchange, 404, 'BlobNotFound');
  const range = readRange(String(request.headers['x-ms-range'] ?? request.headers.range ?? ''), size);
  if (range === 'unsatisfiable') return sendAzureError(exchange, 416, 'InvalidRange');
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const fileName = url.searchParams.get('name') ?? 'blob';
  response.writeHead(range ? 206 : 200, {
    ...blobHeaders(file),
    'content-type': fileName.endsWith('.zip') ? 'application/zip' : 'application/octet-stream',
    'content-disposition': `attachment; filename="${fileName.replaceAll(/["\\\r\n]/g, '_')}"`,
    'content-length': end - start + 1,
    'accept-ranges': 'bytes',
    'x-ms-blob-type': 'BlockBlob',
    ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
  });
  if (method === 'HEAD' || size === 0) return response.end();
  await pipeline(createReadStream(file, { start, end }), response);
  return response;
}

function readRange(header: string, size: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header);
  if (!match) return undefined;
  const start = Number(match[1]);
  const end = Math.min(size - 1, match[2] ? Number(match[2]) : size - 1);
  return start > end ? 'unsatisfiable' : { start, end };
}

function blobHeaders(file: string): Record<string, string> {
  const changed = existsSync(file) ? statSync(file).mtime : new Date();
  return {
    'x-ms-request-id': randomUUID(),
    'x-ms-version': '2024-08-04',
    etag: `"0x${changed.getTime().toString(16).toUpperCase()}"`,
    'last-modified': changed.toUTCString(),
  };
}

function sendAzureError(exchange: Exchange, status: number, code: string): Answered {
  exchange.request.resume();
  return sendJson(exchange.response, status, { error: { code, message: code } }, { 'x-ms-error-code': code });
}
