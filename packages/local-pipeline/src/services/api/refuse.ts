import { sendJson, type Answered, type Exchange } from '../http-server.ts';

/** An answer as GitHub words its errors, with what the client did wrong for the journal. */
export function refuse(exchange: Exchange, status: number, message: string, violation: string): Answered {
  exchange.request.resume();
  exchange.violate(violation);
  return sendJson(exchange.response, status, {
    message,
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  });
}
