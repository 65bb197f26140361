import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { FaultScript } from '../faults.ts';
import { serve, type Answered, type Exchange, type RunningServer } from '../http-server.ts';
import type { Journal } from '../journal.ts';
import { covers, needOf, scopeText, type Scope } from './registry-access.ts';
import { refuse } from './registry-refusal.ts';
import { giveToken, type TokenDesk, type TokenRules } from './registry-tokens.ts';

export interface FrontOptions extends TokenRules {
  /** `host:port` of the registry behind. */
  readonly backend: string;
  readonly journal: Journal;
  readonly faults: FaultScript;
  readonly port?: number | undefined;
}

interface Front extends TokenDesk {
  readonly backend: string;
  readonly agent: Agent;
}

/** Guards a registry with tokens as ghcr.io does: a Bearer challenge, `/token`, and only then the registry itself. */
export async function startRegistryFront(options: FrontOptions): Promise<RunningServer> {
  const { backend, journal, faults, port } = options;
  let host = '';
  const agent = new Agent({ keepAlive: true });
  const front: Front = { backend, agent, rules: options, granted: new Map(), host: () => host };
  const server = await serve({
    service: 'registry',
    journal,
    faults,
    port,
    handle: (exchange) => route(exchange, front),
  });
  host = server.host;
  const close = async (): Promise<void> => {
    agent.destroy();
    await server.close();
  };
  return { ...server, close };
}

function route(exchange: Exchange, front: Front): Promise<Answered> | Answered {
  const { method, url } = exchange;
  if (url.pathname === '/token') return giveToken(exchange, front);
  const need = needOf(method, url.pathname);
  if (need.kind === 'unknown') {
    exchange.violate('no such route');
    return refuse(exchange, 404, 'NOT_FOUND', 'no such route');
  }
  const granted = front.granted.get(bearer(exchange.request));
  const scope = need.kind === 'repository' ? need.scope : undefined;
  if (!granted || (scope && !covers(granted, scope) && !granted.some(({ name }) => name === scope.name)))
    return challenge(exchange, front, scope);
  if (scope && !covers(granted, scope)) {
    exchange.violate(`the token does not allow ${scope.actions.join(',')} of ${scope.name}`);
    return refuse(exchange, 403, 'DENIED', `permission_denied: the token does not allow ${scope.actions.join(',')}`);
  }
  return forward(exchange, front);
}

const bearer = ({ headers }: IncomingMessage): string => /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';

/** The ordinary first answer to a client, so no violation. */
function challenge(exchange: Exchange, front: Front, scope: Scope | undefined): Answered {
  const wanted = scope ? `,scope="${scopeText(scope)}"` : '';
  const header = `Bearer realm="http://${front.host()}/token",service="${front.host()}"${wanted}`;
  return refuse(exchange, 401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': header });
}

/** Streams request and answer. The registry makes its Location headers from `Host`, so they name the front. */
async function forward(exchange: Exchange, front: Front): Promise<Answered> {
  const { request, response, method } = exchange;
  const headers = { ...request.headers, host: front.host() };
  delete headers.authorization;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const [hostname, port] = front.backend.split(':');
    const onward = httpRequest({ hostname, port, method, path: request.url, headers, agent: front.agent }, resolve);
    onward.once('error', reject);
    pipeline(request, onward).catch(reject);
  });
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, response);
  return response;
}
