import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The manifests and tags of an OCI registry, on loopback; answers 404 to what it does not know, and refuses writes of `broken`. */
export class SmallRegistry {
  readonly tags = new Map<string, string>();
  readonly broken: string;
  readonly #manifests = new Map<string, string>();
  readonly #server: Server;

  constructor(broken = '') {
    this.broken = broken;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Stores a manifest under `repository:tag` and gives its digest. */
  store(reference: string, manifest: string): string {
    const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
    this.#manifests.set(digest, manifest);
    this.tags.set(reference, digest);
    return digest;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, repository = '', reference = ''] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(request.url ?? '') ?? [];
    const name = `${repository}:${reference}`;
    if (request.method === 'POST') return void response.writeHead(202, { location: '/upload' }).end();
    if (request.method === 'DELETE') return void response.writeHead(204).end();
    if (request.method === 'PUT' && name === this.broken) return void response.writeHead(403).end();
    if (request.method === 'PUT') {
      const stored = this.store(name, Buffer.concat(chunks).toString('utf8'));
      return void response.writeHead(201, { 'docker-content-digest': stored }).end();
    }
    const digest = reference.startsWith('sha256:') ? reference : (this.tags.get(name) ?? '');
    const manifest = this.#manifests.get(digest);
    if (manifest === undefined) return void response.writeHead(404).end();
    const headers = { 'content-type': 'application/vnd.oci.image.index.v1+json', 'docker-content-digest': digest };
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : manifest);
  }
}
