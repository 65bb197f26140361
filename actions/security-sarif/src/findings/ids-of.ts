import { canonicalId, type Finding } from '@data-profiler-actions/sarif';

/** All names that a finding goes by: its rule, and the aliases of a vulnerability. */
export function idsOf({ rule, dependency }: Finding): string[] {
  return [rule, ...(dependency?.aliases ?? [])].map(canonicalId);
}
