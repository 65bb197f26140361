import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { startApiService } from './api/api-service.ts';
import type { Alert, Upload } from './api/code-scanning.ts';
import type { Deployment } from './api/deployments.ts';
import { scriptFaults, type Fault, type FaultScript } from './faults.ts';
import { createJournal, type Journal, type JournalEntry } from './journal.ts';
import { startRegistryFront } from './registry/registry-front.ts';
import { startRegistryProcess } from './registry/registry-process.ts';
import type { RepositoryState } from './api/repository-reads.ts';
import { startResultsService, type ResultsService } from './results/results-service.ts';
import { defaultBranch, type RunIdentity } from './tokens.ts';

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
  /** The token may read and not write, as a fork's and Dependabot's. */
  readonly readOnly?: boolean;
  /** What the registry's users hold in place of a password, which it then takes for nothing. */
  readonly identityToken?: string;
  /** Nothing in the registry may be read without a login. */
  readonly membersOnly?: boolean;
  /** Git ref that caches are scoped to [refs/heads/main]. */
  readonly ref?: string;
  readonly sha?: string;
  readonly runId?: string;
  readonly registryPort?: number;
  readonly apiPort?: number;
  readonly resultsPort?: number;
  /** Read anew for every request. */
  readonly faults?: readonly Fault[];
  /** Packages of the owner's that the token may not write, as when the repository has no access to them. */
  readonly closedPackages?: readonly RegExp[];
  /** What the repository was before the run: commits, earlier runs, runners. */
  readonly state?: RepositoryState;
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
    readonly alerts: () => readonly Alert[];
    readonly uploads: () => readonly Upload[];
    readonly deployments: () => readonly Deployment[];
    readonly violations: () => readonly string[];
  };
  readonly results: {
    readonly url: string;
    readonly runtimeToken: string;
    readonly idTokenUrl: string;
    readonly idTokenRequestToken: string;
    readonly journal: readonly JournalEntry[];
    readonly violations: () => readonly string[];
    /** The environment that the runner gives to JavaScript actions: ACTIONS_RESULTS_URL, ACTIONS_RUNTIME_TOKEN and the like. */
    readonly environment: Readonly<Record<string, string>>;
    /** Begins a further attempt of the run and answers its environment; artifacts of the attempts before stay. */
    newAttempt(): Readonly<Record<string, string>>;
  };
  /** All services' violations: a run that has one must not pass. */
  violations(): readonly string[];
  close(): Promise<void>;
}

/** Starts all services; when one fails, those that run are stopped again. */
export async function startServices(options: ServiceOptions): Promise<Services> {
  const running: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(service: T): T => {
    running.push(service);
    return service;
  };
  const close = async (): Promise<void> => {
    for (const service of running.splice(0).reverse()) await service.close();
  };
  try {
    return await startAll(options, keep, close);
  } catch (error) {
    await close();
    throw error;
  }
}

type Keep = <T extends { close(): Promise<void> }>(service: T) => T;

async function startAll(options: ServiceOptions, keep: Keep, close: () => Promise<void>): Promise<Services> {
  const faults = scriptFaults(options.faults ?? []);
  const journals = [createJournal(), createJournal(), createJournal()] as const;
  const [registryJournal, apiJournal, resultsJournal] = journals;
  return {
    registry: await startRegistry(options, { faults, journal: registryJournal }, keep),
    api: await startApi(options, { faults, journal: apiJournal }, keep),
    results: await startResults(options, { faults, journal: resultsJournal }, keep),
    violations: () => journals.flatMap((journal) => journal.violations()),
    close,
  };
}

/** What every service writes its requests to, and what it is made to fail with. */
interface Observation {
  readonly faults: FaultScript;
  readonly journal: Journal;
}

async function startRegistry(
  options: ServiceOptions,
  observation: Observation,
  keep: Keep,
): Promise<Services['registry']> {
  const { scratch, storage, repository, token, readOnly = false, membersOnly = false } = options;
  const backend = keep(await startRegistryProcess(join(scratch, 'registry'), join(storage, 'registry')));
  const owner = repository.split('/')[0] ?? '';
  const rules = { owner, token, readOnly, membersOnly, closed: options.closedPackages };
  const { identityToken, registryPort: port } = options;
  const front = keep(
    await startRegistryFront({ ...rules, ...observation, identityToken, backend: backend.host, port }),
  );
  const { host, url } = front;
  return { host, url, backendUrl: `http://${backend.host}`, journal: observation.journal.entries };
}

async function startApi(options: ServiceOptions, observation: Observation, keep: Keep): Promise<Services['api']> {
  const { storage, repository, token, readOnly = false, apiPort: port, state } = options;
  const registryStorage = join(storage, 'registry');
  const run = { repository, token, readOnly, ...(state && { state }) };
  const { server, alerts, uploads, deployments } = await startApiService({
    ...run,
    ...observation,
    port,
    registryStorage,
  });
  const { entries: journal, violations } = observation.journal;
  return { url: keep(server).url, journal, alerts, uploads, deployments, violations };
}

async function startResults(
  options: ServiceOptions,
  observation: Observation,
  keep: Keep,
): Promise<Services['results']> {
  const { scratch, storage, resultsPort: port } = options;
  const [cacheDirectory, artifactDirectory] = [join(storage, 'cache'), join(scratch, 'artifacts')];
  const run = runOf(options);
  const results = await startResultsService({ cacheDirectory, artifactDirectory, run, port, ...observation });
  keep(results.server);
  return resultsOf(results, observation.journal);
}

const runOf = (options: ServiceOptions): RunIdentity => ({
  repository: options.repository,
  actor: options.actor,
  ref: options.ref ?? defaultBranch,
  sha: options.sha ?? '',
  runBackendId: options.runId ?? randomUUID(),
  jobBackendId: randomUUID(),
});

const resultsOf = (results: ResultsService, journal: Journal): Services['results'] => ({
  url: results.server.url,
  runtimeToken: results.runtimeToken,
  idTokenUrl: results.idTokenUrl,
  idTokenRequestToken: results.idTokenRequestToken,
  journal: journal.entries,
  violations: journal.violations,
  environment: resultsEnvironment(results, results.runtimeToken),
  newAttempt: () => resultsEnvironment(results, results.newAttempt()),
});

const resultsEnvironment = (results: ResultsService, runtimeToken: string): Readonly<Record<string, string>> => ({
  ACTIONS_RESULTS_URL: `${results.server.url}/`,
  ACTIONS_RUNTIME_URL: `${results.server.url}/`,
  ACTIONS_CACHE_URL: `${results.server.url}/`,
  ACTIONS_RUNTIME_TOKEN: runtimeToken,
  ACTIONS_CACHE_SERVICE_V2: 'True',
  ACTIONS_ID_TOKEN_REQUEST_URL: results.idTokenUrl,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: results.idTokenRequestToken,
});
