import type { EventContext } from '@data-profiler-actions/action-kit';
import { commitDate } from '@data-profiler-actions/image-tags';

/** SOURCE_DATE_EPOCH (seconds), else the commit's date, else now: two jobs of one run then agree on the labels. */
export function createdAt(event: EventContext, env: Readonly<Record<string, string | undefined>>, now: Date): string {
  const epoch = env['SOURCE_DATE_EPOCH'] ?? '';
  if (/^\d{1,11}$/.test(epoch)) return new Date(Number(epoch) * 1000).toISOString();
  return (commitDate(event) ?? now).toISOString();
}
