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
  /** YYYY-MM-DD, as far as the mark gives one. */
  readonly until?: string;
}

/** An entry of a .trivyignore that ends: `ID exp:YYYY-MM-DD`. */
interface TrivyIgnore {
  readonly id: string;
  /** Unlike an `until` of ours the first day on which it hides nothing: Trivy takes it for that day's midnight, UTC. */
  readonly exp: string;
}

function endingTrivyIgnores(text: string): TrivyIgnore[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, id, exp] = /^\s*([^#\s]+)\s.*?\bexp:(\d{4}-\d{2}-\d{2})\b/.exec(line) ?? [];
    return id === undefined || exp === undefined ? [] : [{ id, exp }];
  });
}

/** The entries of a .trivyignore that have ended; Trivy counts what they hid again, without a word. */
export function endedTrivyIgnores(text: string, today: string): Ended[] {
  return endingTrivyIgnores(text)
    .filter(({ exp }) => exp <= today)
    .map(({ id, exp }) => ({ id, until: exp, by: '.trivyignore', covers: (finding) => names(finding, id) }));
}

/** What a .trivyignore hides, with the day on which it ends; Trivy tells only that it is hidden. */
export function withEnds(suppressed: readonly Suppressed[], text: string): Suppressed[] {
  const entries = endingTrivyIgnores(text);
  return suppressed.map((each) => {
    const entry = each.by === '.trivyignore' && entries.find(({ id }) => names(each.finding, id));
    return entry ? { ...each, until: entry.exp } : each;
  });
}

const names = (finding: Finding, id: string): boolean => idsOf(finding).includes(canonicalId(id));
