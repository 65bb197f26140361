import type { EventContext } from '@data-profiler-actions/action-kit';

/** Whether this run pushes; `why` is empty when it does. */
export interface PushDecision {
  readonly push: boolean;
  readonly why: string;
  /** Whether people must be told by a notice: they asked for what this run cannot do. */
  readonly announce: boolean;
}

/** An untrusted run never pushes; else `push` decides, and `auto` means a push event. */
export function decidePush(
  push: 'auto' | 'true' | 'false',
  output: string,
  event: Pick<EventContext, 'name' | 'untrusted'>,
): PushDecision {
  const keep = (why: string): PushDecision => ({ push: false, why, announce: false });
  if (output !== '') return keep(`written to ${output} instead`);
  if (push === 'false') return keep('push is false');
  if (event.untrusted !== '')
    return { ...keep(`a ${event.untrusted} run may not write to the registry`), announce: true };
  if (push === 'auto' && event.name !== 'push')
    return keep(`the event is ${event.name || 'unknown'}, and push is auto`);
  return { push: true, why: '', announce: false };
}
