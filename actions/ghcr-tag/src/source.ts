import type { EventContext } from '@data-profiler-actions/action-kit';
import type { SourceFacts } from '@data-profiler-actions/image-tags';
import { commitDate } from './facts.ts';

/** What the event's own payload says of the repository: no request is needed. */
export function sourceFacts(event: EventContext, version: string, revision: string, created: string): SourceFacts {
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

/** SOURCE_DATE_EPOCH (seconds), else the commit's date, else now: two jobs of one run then agree on the labels. */
export function createdAt(event: EventContext, env: Readonly<Record<string, string | undefined>>, now: Date): string {
  const epoch = env['SOURCE_DATE_EPOCH'] ?? '';
  if (/^\d{1,11}$/.test(epoch)) return new Date(Number(epoch) * 1000).toISOString();
  return (commitDate(event) ?? now).toISOString();
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
