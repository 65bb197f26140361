import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { sendWithRetry } from '../src/index.ts';
import { retriableStatus, retryAfterMs } from '../src/retry.ts';

describe('retrying a request', () => {
  it('tries 429 again after Retry-After, says so, and returns the answer', async () => {
    let calls = 0;
    const server = createServer((_, response) => {
      calls += 1;
      response.writeHead(calls === 1 ? 429 : 200, { 'retry-after': '0' }).end(`call ${calls}`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const told: string[] = [];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x?secret=1`;
    const response = await sendWithRetry(
      { method: 'GET', url },
      { attempts: 2, onRetry: (message) => told.push(message) },
    );
    server.close();
    expect(response.body.toString()).toBe('call 2');
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('HTTP 429');
    expect(told[0]).not.toContain('secret');
  });

  it.each(['before the answer', 'between two tries'])('ends with the reason of its signal, %s', async (moment) => {
    const cancellation = new AbortController();
    const server = createServer((_, response) => {
      if (moment === 'between two tries') response.writeHead(503, { 'retry-after': '20' }).end();
      else cancellation.abort(new Error('cancelled'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const policy = { attempts: 2, onRetry: () => setImmediate(() => cancellation.abort(new Error('cancelled'))) };
    const running = sendWithRetry({ method: 'GET', url, signal: cancellation.signal }, policy);
    await expect(running).rejects.toThrow(/^cancelled$/);
    server.close();
  });

  it('does not try final answers again', () => {
    expect([400, 401, 403, 404, 501].map(retriableStatus)).toEqual([false, false, false, false, false]);
    expect([408, 429, 500, 502, 503, 504].every(retriableStatus)).toBe(true);
  });

  it('reads Retry-After as seconds and as a date', () => {
    expect(retryAfterMs('3', 0)).toBe(3000);
    expect(retryAfterMs('Thu, 01 Jan 1970 00:00:05 GMT', 1000)).toBe(4000);
    expect(retryAfterMs('soon', 0)).toBeUndefined();
  });
});
