/** A scripted failure: the first `times` requests that match get it instead of (or, for a delay alone, before) the answer. */
export interface Fault {
  readonly service?: 'results' | 'api' | 'registry';
  readonly method?: string;
  readonly path: RegExp;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Closes the connection without an answer. */
  readonly reset?: boolean;
  readonly delayMilliseconds?: number;
  /** How many requests it hits [1]. */
  readonly times?: number;
}

/** Finds and uses up the fault that hits a request, if any. */
export type FaultScript = (service: string, method: string, path: string) => Fault | undefined;

export function scriptFaults(faults: readonly Fault[]): FaultScript {
  const remaining = new Map(faults.map((fault) => [fault, fault.times ?? 1]));
  return (service, method, path) => {
    for (const [fault, times] of remaining) {
      if (
        times < 1 ||
        (fault.service && fault.service !== service) ||
        (fault.method && fault.method !== method) ||
        !fault.path.test(path)
      )
        continue;
      remaining.set(fault, times - 1);
      return fault;
    }
    return undefined;
  };
}
