import { sendJson, type Answered, type Exchange } from '../http-server.ts';

/** An error in the form of the distribution specification. */
export function refuse(
  exchange: Exchange,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answered {
  exchange.request.resume();
  return sendJson(exchange.response, status, { errors: [{ code, message }] }, headers);
}
