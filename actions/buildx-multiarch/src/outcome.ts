import type { BuildAccount } from './build/build.ts';
import type { PlatformRecord } from './publish/platform-record.ts';

/** What a run of the action came to. */
export interface Outcome {
  readonly mode: 'all' | 'build' | 'merge';
  /** Without a tag. */
  readonly image: string;
  /** Of the pushed manifest or index, or of what was built; empty after a merge that pushed nothing. */
  readonly digest: string;
  readonly pushed: boolean;
  /** Why nothing was pushed; empty when pushed. */
  readonly notPushed: string;
  /** Whole references that now point to the digest. */
  readonly tags: readonly string[];
  readonly platforms: readonly PlatformRecord[];
  /** How the build went; a merge builds nothing. */
  readonly account?: BuildAccount;
  /** BuildKit's own; where tags were moved, the index. */
  readonly metadata: Readonly<Record<string, unknown>>;
}
