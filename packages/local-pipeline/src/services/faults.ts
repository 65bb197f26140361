/** A scripted failure: the first `times` requests that match get it instead of (or, for a delay alone, before) the answer. */
export interface Fault {
  /** The name that a service is started under; any service if absent. */
  readonly service?: string;
  readonly method?: string;
  readonly path: RegExp;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the answer; JSON unless it is text. */
  readonly body?: unknown;
  /** Closes the connection without an answer; with a number after that many bytes of the request's body. */
  readonly reset?: boolean | number;
  readonly delayMilliseconds?: number;
  /** How many requests it hits [1]. */
  readonly times?: number;
}

/** Finds and uses up the fault that hits a request, if any. */
export type FaultScript = (service: string, method: string, path: string) => Fault | undefined;

/** The list is read anew for every request: faults may be added to it and taken from it while a service runs. */
export function scriptFaults(faults: readonly Fault[]): FaultScript {
  const hits = new Map<Fault, number>();
  return (service, method, path) => {
    const fault = faults.find(
      (each) =>
        (hits.get(each) ?? 0) < (each.times ?? 1) &&
        (each.service ?? service) === service &&
        (each.method ?? method) === method &&
        each.path.test(path),
    );
    if (fault) hits.set(fault, (hits.get(fault) ?? 0) + 1);
    return fault;
  };
}
