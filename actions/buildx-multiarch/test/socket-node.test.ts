import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../packages/local-pipeline/src/free-port.ts';
import { socketTrouble } from '../src/builder/socket-node.ts';

const { signal } = new AbortController();
let folder: string;
let server: Server;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'socket-'));
  server = createServer();
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe('a node behind a socket', () => {
  it.each<readonly [string, () => Promise<string>, RegExp]>([
    ['that refuses', async () => `tcp://127.0.0.1:${await freePort()}`, /^where nobody listens .*start buildkitd/],
    ['whose host is unknown', () => Promise.resolve('tcp://no-such-host.invalid:1'), /^whose host name means nothing/],
    ['that is not there', () => Promise.resolve(`unix://${join(folder, 'none')}`), /^where there is no socket/],
  ])('%s is told with what can be done', async (_, address, words) => {
    const asked = performance.now();
    expect(await socketTrouble(await address(), signal)).toEqual({
      lasting: true,
      problem: expect.stringMatching(words),
    });
    expect(performance.now() - asked).toBeLessThan(8_000);
  });

  it('that starts to listen a moment later is no trouble', async () => {
    const path = join(folder, 'late.sock');
    const found = socketTrouble(`unix://${path}`, signal);
    setTimeout(() => server.listen(path), 500);
    expect(await found).toBeUndefined();
  });

  it('is not asked where an address is reached by a program', async () => {
    expect(await socketTrouble('ssh://user@host', signal)).toBeUndefined();
  });
});
