import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize, sep } from 'node:path';
import { mediaType } from './media-type.ts';

export interface SiteServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves a folder under a base path on loopback, as a plain web server would: what is not there is a 404, and nothing stands in for it. */
export async function serveSite(directory: string, base: string): Promise<SiteServer> {
  const server = createServer((request, response) => {
    const file = fileFor(directory, base, request.url ?? '/');
    if (file === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
      return;
    }
    response.writeHead(200, { 'content-type': mediaType(file), 'cache-control': 'no-store' });
    createReadStream(file).pipe(response);
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve());
  });
}

/** The file behind a request; a folder stands for its index.html. Undefined outside the base and for what is not there. */
export function fileFor(directory: string, base: string, url: string): string | undefined {
  const path = decoded(url.replace(/[?#].*$/, ''));
  if (path === undefined || !path.startsWith(base)) return undefined;
  const wanted = normalize(join(directory, path.slice(base.length)));
  if (wanted !== normalize(directory) && !wanted.startsWith(normalize(directory + sep))) return undefined;
  const file = isFolder(wanted) ? join(wanted, 'index.html') : wanted;
  return isFile(file) ? file : undefined;
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();
const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
