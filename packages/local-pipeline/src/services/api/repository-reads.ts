import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { sendJson, type Answered, type Exchange } from '../http-server.ts';

/** A job of an earlier run; minutes say how long it took. */
export interface EarlierJob {
  readonly name: string;
  readonly labels: readonly string[];
  readonly minutes: number;
}

/** An earlier run of the workflow, as far as it is read. */
export interface EarlierRun {
  readonly event: string;
  readonly conclusion: 'success' | 'failure' | 'cancelled';
  readonly jobs: readonly EarlierJob[];
}

/** What the repository was before the run. */
export interface RepositoryState {
  /** Folder of the clone whose commits are compared; without one nothing can be compared. */
  readonly checkout?: string | undefined;
  readonly earlierRuns?: readonly EarlierRun[] | undefined;
  /** Self-hosted runners; without a list the token may not read them, as a GITHUB_TOKEN never may. */
  readonly runners?: readonly { readonly name: string; readonly labels: readonly string[]; readonly online: boolean }[];
}

/** REST "Compare two commits": the files that the head changes against its merge base with their diffs, at most 300. */
export function sendComparison(exchange: Exchange, { checkout }: RepositoryState, basehead: string): Answered {
  const [base = '', head = ''] = decodeURIComponent(basehead).split('...');
  if (!/^[0-9a-f]{40}$/.test(base) || !/^[0-9a-f]{40}$/.test(head) || !checkout || !existsSync(checkout))
    return sendJson(exchange.response, 404, { message: 'Not Found' });
  const diff = (...flags: string[]): string =>
    execFileSync('git', ['diff', ...flags, '--no-renames', `${base}...${head}`], {
      cwd: checkout,
      encoding: 'utf8',
      maxBuffer: 256 * 2 ** 20,
    });
  const listed = diff('--name-status', '-z').split('\0');
  const patches = diff()
    .split(/^diff --git .*$/m)
    .slice(1);
  const files = listed.flatMap((status, place) =>
    place % 2 === 0 && status !== ''
      ? [{ filename: listed[place + 1], status: statuses[status] ?? 'modified', ...patchOf(patches[place / 2] ?? '') }]
      : [],
  );
  return sendJson(exchange.response, 200, { status: 'ahead', files: files.slice(0, 300) });
}

/** Without the lines that name the files; a binary file has no patch. */
function patchOf(diff: string): { patch?: string } {
  const start = diff.indexOf('\n@@ ');
  return start < 0 ? {} : { patch: diff.slice(start + 1).trimEnd() };
}

/** By the letters of `git diff --name-status`. */
const statuses: Readonly<Record<string, string>> = { A: 'added', D: 'removed' };

/** REST "List workflow runs for a workflow". */
export function sendRuns(exchange: Exchange, { earlierRuns = [] }: RepositoryState): Answered {
  const event = exchange.url.searchParams.get('event');
  const runs = earlierRuns
    .map(({ event: name, conclusion }, place) => ({ id: place + 1, event: name, conclusion, status: 'completed' }))
    .filter((run) => event === null || run.event === event);
  const perPage = Number(exchange.url.searchParams.get('per_page') ?? 30);
  return sendJson(exchange.response, 200, { total_count: runs.length, workflow_runs: runs.slice(0, perPage) });
}

/** REST "List jobs for a workflow run". */
export function sendJobs(exchange: Exchange, { earlierRuns = [] }: RepositoryState, id: string): Answered {
  const run = earlierRuns[Number(id) - 1];
  if (!run) return sendJson(exchange.response, 404, { message: 'Not Found' });
  const started = Date.parse('2026-01-01T00:00:00Z');
  const jobs = run.jobs.map(({ name, labels, minutes }, place) => ({
    id: place + 1,
    name,
    labels,
    status: 'completed',
    conclusion: run.conclusion,
    started_at: new Date(started).toISOString(),
    completed_at: new Date(started + minutes * 60_000).toISOString(),
  }));
  return sendJson(exchange.response, 200, { total_count: jobs.length, jobs });
}

/** REST "List self-hosted runners for a repository", which asks for administration rights. */
export function sendRunners(exchange: Exchange, { runners }: RepositoryState): Answered {
  if (!runners) return sendJson(exchange.response, 403, { message: 'Resource not accessible by integration' });
  const list = runners.map(({ name, labels, online }, place) => ({
    id: place + 1,
    name,
    os: 'linux',
    status: online ? 'online' : 'offline',
    busy: false,
    labels: labels.map((label) => ({ name: label, type: 'custom' })),
  }));
  return sendJson(exchange.response, 200, { total_count: list.length, runners: list });
}
