import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { agentFor } from '../src/agent.ts';
import { send } from '../src/send.ts';

/** A forward proxy that tells of itself, whatever it is asked for; of tunnels it tells by refusing them. */
function openProxy(asked: string[]): Promise<Server> {
  const proxy = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.end('proxy');
  });
  proxy.on('connect', ({ url = '' }, socket) => {
    asked.push(`CONNECT ${url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  return new Promise((resolve) => proxy.listen(0, '127.0.0.1', () => resolve(proxy)));
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

describe('a machine that reaches the outside through a proxy', () => {
  const before = { ...process.env };
  const asked: string[] = [];
  let proxy: Server;

  beforeEach(async () => {
    asked.length = 0;
    proxy = await openProxy(asked);
    const address = `http://127.0.0.1:${portOf(proxy)}`;
    process.env = { PATH: before['PATH'], HTTP_PROXY: address, https_proxy: address, NO_PROXY: 'inside.test' };
  });
  afterEach(() => {
    process.env = before;
    proxy.closeAllConnections();
    proxy.close();
  });

  it('has its requests sent there', async () => {
    const { body } = await send({ method: 'GET', url: 'http://outside.test/a' });
    expect(body.toString()).toBe('proxy');
    expect(asked).toEqual(['http://outside.test/a']);
  });

  it('has a tunnel asked for where the address is encrypted', async () => {
    await expect(send({ method: 'GET', url: 'https://outside.test/' })).rejects.toThrow();
    expect(asked).toEqual(['CONNECT outside.test:443']);
  });

  it('has connections that are kept for many requests go there, too', async () => {
    const agent = agentFor('http://outside.test', { keepAlive: true });
    for (const path of ['a', 'b']) await send({ method: 'GET', url: `http://outside.test/${path}`, agent });
    agent.destroy();
    expect(asked).toEqual(['http://outside.test/a', 'http://outside.test/b']);
  });

  it('reaches what NO_PROXY names by itself', async () => {
    await expect(send({ method: 'GET', url: 'http://inside.test/' })).rejects.toThrow(/inside\.test/);
    expect(asked).toEqual([]);
  });

  it('reaches itself without the proxy', async () => {
    const own = createServer((_, response) => response.end('own')).listen(0, '127.0.0.1');
    await new Promise((resolve) => own.once('listening', resolve));
    const { body } = await send({ method: 'GET', url: `http://127.0.0.1:${portOf(own)}/` });
    own.closeAllConnections();
    own.close();
    expect(body.toString()).toBe('own');
    expect(asked).toEqual([]);
  });
});
