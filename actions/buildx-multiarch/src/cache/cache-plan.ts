import { permissionOf } from './cache-permission.ts';

export type CacheKind = 'gha' | 'registry' | 'local' | 'off';

/** Where layers come from and go to. */
export interface CachePlan {
  readonly kind: CacheKind;
  /** Completes "the cache is X: …". */
  readonly why: string;
  /** Why nothing is written; empty when the build's layers are. */
  readonly readOnly: string;
}

/** What a run may do, and what its builder does by itself. */
export interface CacheCircumstances {
  readonly asked: CacheKind | 'auto';
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Why the run may leave no trace; empty when it may. */
  readonly untrusted: string;
  readonly pushes: boolean;
  /** The builder was made for this step and forgets everything after it. */
  readonly passingBuilder: boolean;
}

/** `auto`: the run's own cache service; without one the registry, if the builder would else forget; a builder that stays has its own cache. */
export function planCache(circumstances: CacheCircumstances): CachePlan {
  const { asked, env } = circumstances;
  const off = (why: string): CachePlan => ({ kind: 'off', why, readOnly: '' });
  if (asked === 'off') return off('cache is off');
  const offered = ['ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN', 'ACTIONS_CACHE_SERVICE_V2'].every(
    (name) => env[name],
  );
  if (asked === 'gha') return offered ? service('cache is gha', circumstances) : off('the run has no cache service');
  if (asked === 'registry') return registry('cache is registry', circumstances);
  if (asked === 'local') return { kind: 'local', why: 'cache is local', readOnly: untrustedReason(circumstances) };
  if (offered) return service('the run has a cache service', circumstances);
  if (!circumstances.passingBuilder) return off('the run has no cache service, and the builder keeps its own cache');
  return circumstances.pushes
    ? registry('the run has no cache service, and the builder is removed after the step', circumstances)
    : off('the run has no cache service and pushes nothing');
}

function service(why: string, circumstances: CacheCircumstances): CachePlan {
  const permission = permissionOf(
    circumstances.env['ACTIONS_RUNTIME_TOKEN'] ?? '',
    circumstances.env['ACTIONS_CACHE_MODE'],
  );
  if (permission === 'none') return { kind: 'off', why: 'the run’s token opens no cache', readOnly: '' };
  const readOnly = untrustedReason(circumstances) || (permission === 'read' ? 'the run’s token may only read it' : '');
  return { kind: 'gha', why, readOnly };
}

function registry(why: string, circumstances: CacheCircumstances): CachePlan {
  const readOnly = untrustedReason(circumstances) || (circumstances.pushes ? '' : 'this run pushes nothing');
  return { kind: 'registry', why, readOnly };
}

function untrustedReason({ untrusted }: CacheCircumstances): string {
  return untrusted === '' ? '' : `a ${untrusted} run leaves no trace`;
}
