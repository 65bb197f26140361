import type { SourceFacts } from './labels.ts';

/** What of a run's event tells where an image comes from. */
export interface SourceEvent {
  readonly serverUrl: string;
  readonly repository: { readonly name: string; readonly fullName: string };
  /** The webhook's payload. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What the event's own payload says of the repository: no request is needed. `created` is ISO 8601. */
export function sourceFacts(event: SourceEvent, version: string, revision: string, created: string): SourceFacts {
  const repository = record(event.payload['repository']);
  const page = `${event.serverUrl}/${event.repository.fullName}`;
  return {
    title: string(repository['name']) || event.repository.name,
    description: string(repository['description']),
    url: string(repository['html_url']) || page,
    version,
    created,
    revision,
    licenses: string(record(repository['license'])['spdx_id']),
  };
}

/** The date of the run's commit, else of the pushed head, where the event tells it. */
export function commitDate({
  payload,
  sha,
}: Pick<SourceEvent, 'payload'> & { readonly sha?: string }): Date | undefined {
  const head = record(payload['head_commit']);
  const commits = Array.isArray(payload['commits']) ? payload['commits'].map(record) : [];
  const commit = commits.find(({ id }) => sha !== undefined && id === sha) ?? head;
  const time = Date.parse(string(commit['timestamp']));
  return Number.isNaN(time) ? undefined : new Date(time);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
