import type { HttpResponse } from '@data-profiler-actions/http';

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

/** A sentence on what a registry refused or the network did; undefined for anything else, which is a fault of the program. */
export function registryFailure(thrown: unknown): string | undefined {
  if (thrown instanceof RegistryError) return `The registry refused: ${thrown.message}.`;
  const { code, message } = (thrown ?? {}) as { code?: unknown; message?: unknown };
  const isNetwork = code !== undefined || text(message).includes('no answer within');
  return isNetwork ? `The registry or the network failed: ${text(message)}.` : undefined;
}

/** The error of an answer nobody wanted, with the registry's own words (distribution-spec 1.1, "Error codes"). */
export function refusal(action: string, response: HttpResponse): RegistryError {
  const { code, message } = firstError(response.body.toString('utf8'));
  const words = [code, message].filter((part) => part !== '').join(': ');
  return new RegistryError(`${action}: HTTP ${response.status}${words && ` (${words})`}`, response.status, code);
}

function firstError(body: string): { code: string; message: string } {
  try {
    const parsed = JSON.parse(body) as { errors?: { code?: unknown; message?: unknown }[] } | null;
    const first = parsed?.errors?.[0];
    return { code: text(first?.code), message: text(first?.message) };
  } catch {
    return { code: '', message: '' };
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
