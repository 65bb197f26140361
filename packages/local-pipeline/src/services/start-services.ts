import type { Alert, Upload } from './code-scanning.ts';
import type { Fault } from './faults.ts';
import type { JournalEntry } from './journal.ts';

export interface ServiceOptions {
  /** Directory for what this run alone needs (registry config, logs). */
  readonly scratch: string;
  /** Directory whose content outlives the run: registry blobs and caches. */
  readonly storage: string;
  /** `owner/name` of the repository whose workflow runs. */
  readonly repository: string;
  readonly actor: string;
  /** The GITHUB_TOKEN of the run: password at the registry, bearer at the API. */
  readonly token: string;
  /** Git ref that caches are scoped to [refs/heads/main]. */
  readonly ref?: string;
  readonly sha?: string;
  readonly runId?: string;
  readonly registryPort?: number;
  readonly apiPort?: number;
  readonly resultsPort?: number;
  readonly faults?: readonly Fault[];
}

/** What GitHub provides to a run, on 127.0.0.1. URLs have no slash at the end. */
export interface Services {
  readonly registry: {
    /** `127.0.0.1:PORT`, the front that asks for tokens as ghcr.io does. */
    readonly host: string;
    readonly url: string;
    /** URL of the registry behind the front, which asks for nothing: for seeding base images and reading the report. */
    readonly backendUrl: string;
    readonly journal: readonly JournalEntry[];
  };
  readonly api: {
    readonly url: string;
    readonly journal: readonly JournalEntry[];
    alerts(): readonly Alert[];
    uploads(): readonly Upload[];
    violations(): readonly string[];
  };
  readonly results: {
    readonly url: string;
    readonly runtimeToken: string;
    readonly idTokenUrl: string;
    readonly idTokenRequestToken: string;
    readonly journal: readonly JournalEntry[];
    violations(): readonly string[];
    /** The environment that the runner gives to JavaScript actions: ACTIONS_RESULTS_URL, ACTIONS_RUNTIME_TOKEN and the like. */
    readonly environment: Readonly<Record<string, string>>;
  };
  /** All services' violations: a run that has one must not pass. */
  violations(): readonly string[];
  close(): Promise<void>;
}

export function startServices(options: ServiceOptions): Promise<Services> {
  return Promise.reject(new Error(`The services are not there yet (${options.repository}).`));
}
