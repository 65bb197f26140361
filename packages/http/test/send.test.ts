import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { send } from '../src/send.ts';

describe('an answer whose body hangs', () => {
  let server: Server;
  let url = '';

  beforeAll(async () => {
    server = createServer((_, response) => void response.writeHead(200, { 'content-length': '10' }).write('half'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is given up at the time limit, which the error names', async () => {
    await expect(send({ method: 'GET', url, timeoutMs: 100 })).rejects.toThrow('no answer within 100 ms');
  });

  it('ends with the reason of a cancellation', async () => {
    const cancelled = new Error('The step was cancelled.');
    const controller = new AbortController();
    const answer = send({ method: 'GET', url, signal: controller.signal });
    setTimeout(() => controller.abort(cancelled), 100);
    await expect(answer).rejects.toBe(cancelled);
  });
});
