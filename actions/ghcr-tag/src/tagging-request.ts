import type { EventContext } from '@data-profiler-actions/action-kit';
import type { Inputs } from './inputs.ts';
import type { TaggingRequest } from './tagging.ts';

/** What the rules look at, from the inputs and the event; the clock is read here and nowhere else. */
export function requestOf(inputs: Inputs, event: EventContext, now = new Date()): TaggingRequest {
  const { repository } = event;
  const payload = event.payload['repository'];
  return {
    subject: {
      refKind: event.refKind,
      refName: event.refName,
      sha: event.sha,
      defaultBranch: repository.defaultBranch,
    },
    images: inputs.images.length > 0 ? inputs.images : [`ghcr.io/${repository.fullName}`],
    repository: {
      name: repository.name,
      description: textOf(payload, 'description'),
      url: `${event.serverUrl}/${repository.fullName}`,
      licenses: textOf(property(payload, 'license'), 'spdx_id'),
    },
    created: createdAt(event, now),
    latest: inputs.latest,
    ownLabels: inputs.labels,
    ownAnnotations: inputs.annotations,
  };
}

/** The commit's own date where the event tells it, so that a re-run gives the same labels. */
function createdAt(event: EventContext, now: Date): string {
  const stamp = Date.parse(textOf(event.payload['head_commit'], 'timestamp'));
  return (Number.isNaN(stamp) ? now : new Date(stamp)).toISOString();
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function textOf(value: unknown, key: string): string {
  const text = property(value, key);
  return typeof text === 'string' ? text : '';
}
