import { existsSync, readFileSync } from 'node:fs';
import { objectOf, textOf, type JsonObject } from '../json.ts';

/** What triggered the run, reduced to what actions decide by. */
export interface EventContext {
  /** `push`, `pull_request`, `schedule`, … */
  readonly name: string;
  /** The full ref: refs/heads/…, refs/tags/…, refs/pull/N/merge. */
  readonly ref: string;
  readonly refKind: 'branch' | 'tag' | 'pull' | 'other';
  /** The ref without its prefix; of a pull request its number. */
  readonly refName: string;
  readonly sha: string;
  readonly repository: {
    readonly owner: string;
    readonly name: string;
    readonly fullName: string;
    readonly defaultBranch: string;
    readonly isPrivate: boolean;
  };
  readonly pullRequest?: {
    readonly number: number;
    readonly baseSha: string;
    readonly headSha: string;
    readonly baseRef: string;
  };
  /** Why the run must not write caches, push or upload; empty for a trusted run. */
  readonly untrusted: '' | 'fork pull request' | 'Dependabot';
  readonly runId: string;
  readonly runAttempt: number;
  readonly job: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly actor: string;
  /** Absolute. */
  readonly workspace: string;
  /** Absolute; scratch of this job. */
  readonly temp: string;
  /** The event's own payload (webhook shape). */
  readonly payload: JsonObject;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the run's context from the runner's GITHUB_ variables and the event file. */
export function readEvent(env: Environment = process.env): EventContext {
  const payload = readPayload(env['GITHUB_EVENT_PATH']);
  const ref = env['GITHUB_REF'] ?? '';
  const pull = pullRequestOf(payload);
  return {
    name: env['GITHUB_EVENT_NAME'] ?? '',
    ref,
    ...describeRef(ref),
    sha: env['GITHUB_SHA'] ?? '',
    repository: repositoryOf(env, payload),
    ...(pull && { pullRequest: pull }),
    untrusted: untrustedReason(env, payload),
    runId: env['GITHUB_RUN_ID'] ?? '1',
    runAttempt: Number(env['GITHUB_RUN_ATTEMPT'] ?? '1'),
    job: env['GITHUB_JOB'] ?? '',
    serverUrl: env['GITHUB_SERVER_URL'] ?? 'https://github.com',
    apiUrl: env['GITHUB_API_URL'] ?? 'https://api.github.com',
    actor: env['GITHUB_ACTOR'] ?? '',
    workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
    temp: env['RUNNER_TEMP'] || '/tmp',
    payload,
  };
}

function readPayload(file: string | undefined): JsonObject {
  return file && existsSync(file) ? objectOf(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

function repositoryOf(env: Environment, payload: JsonObject): EventContext['repository'] {
  const [owner = '', name = ''] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const told = objectOf(payload['repository']);
  const { refKind, refName } = describeRef(env['GITHUB_REF'] ?? '');
  // A schedule runs on the default branch alone, and its payload may say nothing of the repository.
  const scheduled = env['GITHUB_EVENT_NAME'] === 'schedule' && refKind === 'branch' ? refName : '';
  return {
    owner,
    name,
    fullName: `${owner}/${name}`,
    defaultBranch: textOf(told['default_branch']) || scheduled || 'main',
    isPrivate: told['private'] === true,
  };
}

function describeRef(ref: string): Pick<EventContext, 'refKind' | 'refName'> {
  const [, folder, name = ''] = /^refs\/(heads|tags|pull)\/(.+)$/.exec(ref) ?? [];
  if (folder === 'heads') return { refKind: 'branch', refName: name };
  if (folder === 'tags') return { refKind: 'tag', refName: name };
  if (folder === 'pull') return { refKind: 'pull', refName: name.replace(/\/.*$/, '') };
  return { refKind: 'other', refName: ref };
}

function pullRequestOf(payload: JsonObject): EventContext['pullRequest'] {
  const pull = objectOf(payload['pull_request']);
  if (typeof pull['number'] !== 'number') return undefined;
  const base = objectOf(pull['base']);
  return {
    number: pull['number'],
    baseSha: textOf(base['sha']),
    headSha: textOf(objectOf(pull['head'])['sha']),
    baseRef: textOf(base['ref']),
  };
}

function untrustedReason(env: Environment, payload: JsonObject): EventContext['untrusted'] {
  if (env['GITHUB_ACTOR'] === 'dependabot[bot]') return 'Dependabot';
  const head = objectOf(objectOf(objectOf(payload['pull_request'])['head'])['repo']);
  const isPull = payload['pull_request'] !== undefined;
  return isPull && textOf(head['full_name']) !== (env['GITHUB_REPOSITORY'] ?? '') ? 'fork pull request' : '';
}
