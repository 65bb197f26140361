import { textOf, type JsonObject } from '@data-profiler-actions/action-kit';

/** What a method of a results service answers. `violation` is set when the client broke the contract. */
export interface TwirpReply {
  readonly status: number;
  readonly body: unknown;
  readonly violation?: string;
}

export type TwirpMethod = (request: JsonObject) => TwirpReply | Promise<TwirpReply>;

export const reply = (body: unknown): TwirpReply => ({ status: 200, body });

const statusOf = {
  invalid_argument: 400,
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  bad_route: 404,
  already_exists: 409,
} as const;

export type TwirpCode = keyof typeof statusOf;

/** A twirp error. Codes that only a broken client meets are violations. */
export function twirpError(code: TwirpCode, message: string): TwirpReply {
  const error = { status: statusOf[code], body: { code, msg: message } };
  return code === 'not_found' || code === 'already_exists' ? error : { ...error, violation: message };
}

export const textField = (request: JsonObject, name: string): string => textOf(request[name]);

/** A twirp error when a required text field is absent or empty, or a field is not known to the method. */
export function checkFields(
  request: JsonObject,
  required: readonly string[],
  optional: readonly string[],
): TwirpReply | undefined {
  const missing = required.filter((name) => textField(request, name) === '');
  if (missing.length > 0) return twirpError('invalid_argument', `missing ${missing.join(', ')}`);
  const unknown = Object.keys(request).filter((name) => !required.includes(name) && !optional.includes(name));
  return unknown.length > 0 ? twirpError('invalid_argument', `unknown field ${unknown.join(', ')}`) : undefined;
}
