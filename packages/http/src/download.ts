import { createHash } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { proxyAgent } from './agent.ts';
import { secure } from './secure.ts';
import { withoutQuery } from './send.ts';

export interface Download {
  readonly url: string;
  /** Absolute; written only when the whole body came and is what was promised. */
  readonly file: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly maxBytes: number;
  /** Of the whole transfer. */
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const mostRedirects = 5;

/**
 * Streams a large body to a file, never more than `maxBytes`, and keeps it only if its digest is right. Redirects are followed, without the
 * headers as soon as the host changes. The proxies of the environment are used.
 */
export async function download(wanted: Download): Promise<void> {
  const bound = AbortSignal.timeout(wanted.timeoutMs);
  const signal = wanted.signal ? AbortSignal.any([wanted.signal, bound]) : bound;
  try {
    const found = await receive(await follow(wanted, signal), wanted, signal);
    if (found !== wanted.digest) throw new Error(`its bytes hash to ${found}, not to ${wanted.digest}`);
  } catch (error) {
    rmSync(wanted.file, { force: true });
    const why = bound.aborted ? `not whole within ${wanted.timeoutMs / 1000} s` : messageOf(error);
    throw new Error(`GET ${withoutQuery(wanted.url)}: ${why}`, { cause: error });
  }
}

async function follow({ url, headers = {} }: Download, signal: AbortSignal): Promise<IncomingMessage> {
  let address = url;
  let sent = headers;
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const answer = await get(address, sent, signal);
    const { statusCode = 0 } = answer;
    const { location } = answer.headers;
    if (statusCode === 200) return answer;
    answer.resume();
    if (statusCode < 300 || statusCode > 399 || location === undefined) throw new Error(`HTTP ${statusCode}`);
    const next = new URL(location, address);
    if (address.startsWith('https:') && next.protocol !== 'https:') throw new Error('redirected to plain HTTP');
    if (next.host !== new URL(address).host) sent = {};
    address = next.href;
  }
  throw new Error(`more than ${mostRedirects} redirects`);
}

function get(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = { 'user-agent': 'data-profiler-actions', ...headers };
    const options = { headers: sent, signal, agent: proxyAgent(url) };
    const outgoing = url.startsWith('http:') ? requestPlain(url, options) : secure().request(url, options);
    outgoing.once('error', reject).once('response', resolve).end();
  });
}

/** Writes the body to the file and gives its digest. */
async function receive(body: IncomingMessage, { file, maxBytes }: Download, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(body, counted, createWriteStream(file), { signal });
  return `sha256:${hash.digest('hex')}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
