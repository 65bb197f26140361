import type { TemplateFacts } from '../templates/template.ts';
import type { RefFacts } from './default-tags.ts';

/** The facts that rules of the user's own need beside those of the default rules. */
export interface RuleFacts extends RefFacts {
  readonly eventName: string;
  /** Of a pull request, or of a tag's push. */
  readonly baseRef: string;
  /** Characters of a short commit id. */
  readonly shortLength: number;
  readonly now: Date;
  readonly commitDate: Date;
}

/** What expressions stand for in a run. */
export function templateFacts(facts: RuleFacts): TemplateFacts {
  const isDefault = isBranch(facts) && facts.refName === facts.defaultBranch;
  const values = {
    branch: isBranch(facts) ? facts.refName : '',
    tag: facts.refKind === 'tag' ? facts.refName : '',
    sha: facts.sha.slice(0, facts.shortLength),
    base_ref: facts.baseRef,
    is_default_branch: String(isDefault),
    is_not_default_branch: String(!isDefault),
  };
  return { values, now: facts.now, commitDate: facts.commitDate };
}

/** A pull request's run is not for the branch whose ref it may carry (`pull_request_target`). */
export function isBranch({ refKind, pullRequestNumber }: RefFacts): boolean {
  return refKind === 'branch' && pullRequestNumber === undefined;
}
