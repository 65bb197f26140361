import { canonicalId, type Finding } from '@data-profiler-actions/sarif';
import { idsOf } from './ids-of.ts';
import type { Ended } from './judge.ts';

/** A finding that a scanner saw and that the repository's own marks hide. */
export interface Suppressed {
  readonly finding: Finding;
  /** The mark: `# nosec`, `# nosemgrep`, `.trivyignore`, … */
  readonly by: string;
  /** As far as the mark gives one. */
  readonly reason: string;
}

/** The entries of a .trivyignore (`ID exp:YYYY-MM-DD`) whose last day is before `today`; Trivy counts what they hid again, without a word. */
export function endedTrivyIgnores(text: string, today: string): Ended[] {
  return text.split(/\r?\n/).flatMap((line): Ended[] => {
    const [, id, until] = /^\s*([^#\s]+)\s.*?\bexp:(\d{4}-\d{2}-\d{2})\b/.exec(line) ?? [];
    if (id === undefined || until === undefined || until >= today) return [];
    return [{ id, until, by: '.trivyignore', covers: (finding) => idsOf(finding).includes(canonicalId(id)) }];
  });
}
