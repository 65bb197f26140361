import { connect, type NetConnectOpts } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeTrouble } from './node-way.ts';

/** A BuildKit that was started a moment ago does not listen yet. */
const patienceMs = 5_000;
const connectMs = 10_000;

/** Whether anybody listens at a `tcp://` or `unix://` address; undefined when so, and for addresses that are reached otherwise. */
export async function socketTrouble(address: string, signal: AbortSignal): Promise<NodeTrouble | undefined> {
  const place = placeOf(address);
  if (place === undefined) return undefined;
  const until = performance.now() + patienceMs;
  for (;;) {
    const code = await connectionFault(place);
    if (code === undefined) return undefined;
    if (!mayStart.has(code) || performance.now() >= until) return explainSocket(code);
    await sleep(200, undefined, { signal });
  }
}

function placeOf(address: string): NetConnectOpts | undefined {
  const [, host = '', port = ''] = /^tcp:\/\/(\[.*\]|[^:]+):(\d+)$/.exec(address) ?? [];
  // A host with several addresses: a far one must not be given up for being slow.
  if (host !== '')
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port), autoSelectFamilyAttemptTimeout: connectMs / 4 };
  const path = /^unix:\/\/(\/.+)$/.exec(address)?.[1];
  return path === undefined ? undefined : { path };
}

/** Node's code for why there is no connection; undefined when there is one. */
function connectionFault(place: NetConnectOpts): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(place);
    const end = (code?: string): void => {
      socket.destroy();
      resolve(code);
    };
    socket.setTimeout(connectMs, () => end('ETIMEDOUT'));
    socket.once('connect', () => end());
    socket.once('error', ({ code, message }: NodeJS.ErrnoException) => end(code ?? message));
  });
}

const mayStart: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOENT']);

const problems: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'where nobody listens (connection refused); start buildkitd there with this address as --addr, or correct the address',
  ENOENT: 'where there is no socket; start buildkitd there in a step before, or correct the path',
  EACCES: 'which this user may not open; start buildkitd with --group and put the user into that group',
  ENOTFOUND: 'whose host name means nothing here; correct it',
  ETIMEDOUT: `which does not answer within ${connectMs / 1000} s; correct host and port, or let this runner through the firewall before it`,
};

/** Buildx may have another way where the cause is not known. */
function explainSocket(code: string): NodeTrouble {
  const problem = problems[code];
  return problem === undefined
    ? { lasting: false, problem: `which does not answer: ${code}` }
    : { lasting: true, problem };
}
