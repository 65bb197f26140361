import type { Origin } from '../options.ts';

/** The event to pretend, as a person names it. */
export interface EventRequest {
  readonly name: string;
  /** `main`, `v1.2.3`, or a full ref. */
  readonly ref: string;
  readonly repository: string;
  readonly sha: string;
  readonly baseSha: string;
  readonly committedAt: string;
  readonly from: Origin;
  readonly isPrivate: boolean;
  /** Of workflow_dispatch. */
  readonly inputs: Readonly<Record<string, string>>;
}

const actors = { member: 'local-pipeline', fork: 'a-stranger', dependabot: 'dependabot[bot]' } as const;

/** Who triggers the run (`github.actor`). */
export function actorOf(from: Origin): string {
  return actors[from];
}

/** `main` → refs/heads/main, `v1.2.3` → refs/tags/v1.2.3; a full ref stays. */
export function fullRef(ref: string): string {
  if (ref.startsWith('refs/')) return ref;
  return /^v\d/.test(ref) ? `refs/tags/${ref}` : `refs/heads/${ref}`;
}

/** The ref that the run is of: caches are scoped to it. */
export function runRef({ event, ref }: { readonly event: string; readonly ref: string }): string {
  return event === 'pull_request' ? 'refs/pull/1/merge' : fullRef(ref);
}

/** The webhook payload of the event (docs.github.com, "Webhook events and payloads"), with the fields that workflows and actions read. */
export function eventPayload(request: EventRequest): Record<string, unknown> {
  const repository = repositoryOf(request.repository, request);
  const sender = { login: actorOf(request.from) };
  if (request.name === 'pull_request')
    return { action: 'opened', number: 1, pull_request: pullRequestOf(request, repository), repository, sender };
  if (request.name !== 'push') return { ref: fullRef(request.ref), inputs: request.inputs, repository, sender };
  return {
    ref: fullRef(request.ref),
    before: request.baseSha,
    after: request.sha,
    repository,
    sender,
    head_commit: { id: request.sha, timestamp: request.committedAt, message: 'Run the pipeline on this machine' },
  };
}

function pullRequestOf(request: EventRequest, repository: ReturnType<typeof repositoryOf>): Record<string, unknown> {
  return {
    number: 1,
    head: { ref: 'change', sha: request.sha, repo: headRepository(request, repository) },
    user: { login: actorOf(request.from) },
    base: { ref: request.ref.replace(/^refs\/heads\//, ''), sha: request.baseSha, repo: repository },
  };
}

function headRepository(request: EventRequest, base: ReturnType<typeof repositoryOf>): Record<string, unknown> {
  return request.from === 'fork' ? { ...repositoryOf(`${actorOf('fork')}/${base.name}`, request), fork: true } : base;
}

function repositoryOf(
  fullName: string,
  { isPrivate }: Pick<EventRequest, 'isPrivate'>,
): { name: string; full_name: string; owner: { login: string } } & Record<string, unknown> {
  const [owner = '', name = ''] = fullName.split('/');
  return {
    name,
    full_name: fullName,
    owner: { login: owner },
    default_branch: 'main',
    private: isPrivate,
    visibility: isPrivate ? 'private' : 'public',
    html_url: `https://github.com/${fullName}`,
    description: '',
  };
}
