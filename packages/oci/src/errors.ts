import type { HttpResponse } from '@data-profiler-actions/http';
import { objectOf, parseJson, textOf } from './content/json.ts';

/** A registry's refusal. `status` is HTTP's, `code` the first of the registry's own (DENIED, MANIFEST_UNKNOWN, …), empty when it gave none. */
export class RegistryError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(message: string, status: number, code: string) {
    super(message);
    this.name = 'RegistryError';
    this.status = status;
    this.code = code;
  }
}

/** A request that was not answered: the network failed on the way, or the registry did not speak HTTP. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super(wordsOf(cause), { cause });
    this.name = 'NetworkError';
  }
}

/** A sentence on what a registry refused or could not do, or the network did; undefined for anything else, which is a fault of the program. */
export function registryFailure(thrown: unknown): string | undefined {
  if (thrown instanceof RegistryError)
    return `The registry ${thrown.status >= 400 && thrown.status < 500 ? 'refused' : 'failed'}: ${thrown.message}.`;
  return thrown instanceof NetworkError ? `The registry or the network failed: ${thrown.message}.` : undefined;
}

/** The error of an answer nobody wanted, with the registry's own words (distribution-spec 1.1, "Error codes"). */
export function refusal(action: string, response: HttpResponse): RegistryError {
  const { code, message } = firstError(response.body.toString('utf8'));
  const words = [code, message].filter((part) => part !== '').join(': ');
  return new RegistryError(`${action}: HTTP ${response.status}${words && ` (${words})`}`, response.status, code);
}

function firstError(body: string): { code: string; message: string } {
  const { errors } = objectOf(parseJson(body));
  const { code, message } = objectOf(Array.isArray(errors) ? errors[0] : undefined);
  return { code: textOf(code), message: textOf(message) };
}

/** A host with several addresses fails once for each, in an error that says nothing itself. */
function wordsOf(thrown: unknown): string {
  const { message, errors } = objectOf(thrown);
  if (textOf(message) !== '') return textOf(message);
  return Array.isArray(errors) ? errors.map(wordsOf).join('; ') : String(thrown);
}
