import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  createRegistryClient,
  NetworkError,
  parseManifest,
  registryFailure,
  RegistryError,
  type Manifest,
  type RegistryClient,
} from '../src/index.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

/** A registry that answers everything with the same. */
async function registryThatSays(body: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  server = createServer((_, response) => response.writeHead(200, headers).end(body));
  await new Promise<void>((resolve) => void server?.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const client = (registry: string): RegistryClient => createRegistryClient({ registry, attempts: 1 });

async function manifestOf(registry: string): Promise<Manifest> {
  const stored = await client(registry).getManifest('org/app', 'a');
  return parseManifest(stored?.bytes ?? Buffer.of(), stored?.mediaType ?? '');
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(() => undefined).catch((error: unknown) => error);

describe('a failure of a registry', () => {
  it('or of the network is told in a sentence', async () => {
    const failure = await failureOf(client('127.0.0.1:9').headManifest('org/app', 'a'));
    expect(failure).toBeInstanceOf(NetworkError);
    expect(registryFailure(failure)).toBe('The registry or the network failed: connect ECONNREFUSED 127.0.0.1:9.');
    expect(registryFailure(new RegistryError('no', 403, 'DENIED'))).toBe('The registry refused: no.');
    expect(registryFailure(new RegistryError('HTTP 503', 503, ''))).toBe('The registry failed: HTTP 503.');
  });

  it('with several addresses names what each of them said', () => {
    const each = ['connect ECONNREFUSED ::1:9', 'connect ECONNREFUSED 127.0.0.1:9'].map((words) => new Error(words));
    expect(registryFailure(new NetworkError(new AggregateError(each)))).toBe(
      'The registry or the network failed: connect ECONNREFUSED ::1:9; connect ECONNREFUSED 127.0.0.1:9.',
    );
  });

  it('is no error of this machine that has a code, too', () => {
    expect(registryFailure(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }))).toBeUndefined();
    expect(registryFailure(new TypeError('x is not a function'))).toBeUndefined();
  });

  it.each([
    ['a page of a proxy in place of a list of tags', (host: string) => client(host).listTags('org/app')],
    ['a page of a proxy in place of a manifest', (host: string) => manifestOf(host)],
  ])('is %s', async (_, ask) => {
    const failure = await failureOf(
      ask(await registryThatSays('<html>Sign in</html>', { 'content-type': 'text/html' })),
    );
    expect(failure).toBeInstanceOf(RegistryError);
  });

  it('is no list of tags that is null', async () => {
    const host = await registryThatSays('{"name":"org/app","tags":null}');
    expect(await client(host).listTags('org/app')).toEqual([]);
  });
});
