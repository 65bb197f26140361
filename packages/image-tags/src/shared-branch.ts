import { legalTag } from './legal-tag.ts';

/** Other branches whose name becomes the same tag: the last one built has it. */
export function branchesSharing(branch: string, branches: readonly string[]): string[] {
  const { name } = legalTag(branch);
  return branches.filter((other) => other !== branch && legalTag(other).name === name);
}
