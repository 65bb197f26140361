import type { Finding } from '@data-profiler-actions/sarif';
import { covers, type Exception } from './exceptions.ts';
import { idsOf } from './ids-of.ts';
import type { Suppressed } from './suppression.ts';

/** A finding that is left out, and why. */
export interface Hidden {
  readonly finding: Finding;
  /** The mark that hides it: the input `ignore`, or one in the repository. */
  readonly by: string;
  readonly reason: string;
  /** Last day (YYYY-MM-DD); empty: for good. */
  readonly until: string;
}

/** An exception that has ended. */
export interface Ended {
  readonly id: string;
  /** YYYY-MM-DD. */
  readonly until: string;
  /** The input `ignore`, or a file of the repository. */
  readonly by: string;
  /** Whether it would hide this finding if it had not ended. */
  readonly covers: (finding: Finding) => boolean;
}

export interface Judged {
  readonly open: readonly Finding[];
  readonly hidden: readonly Hidden[];
  /** Exceptions that have ended: what they hid is open again. */
  readonly ended: readonly Ended[];
  /** Exceptions in force that no finding needs any more. */
  readonly unused: readonly Exception[];
}

/** Splits findings by the marks in the repository and by the exceptions in force on that day (YYYY-MM-DD). Any alias names a vulnerability. */
export function judgeFindings(
  seen: readonly Finding[],
  suppressed: readonly Suppressed[],
  exceptions: readonly Exception[],
  today: string,
): Judged {
  const hasEnded = ({ until }: Exception): boolean => until !== '' && until < today;
  const inForce = exceptions.filter((exception) => !hasEnded(exception));
  const used = new Set<Exception>();
  const hide = (finding: Finding): Hidden | undefined => {
    const exception = inForce.find((each) => covers(each, finding));
    if (exception) {
      used.add(exception);
      return { finding, by: 'ignore', reason: exception.reason, until: exception.until };
    }
    const mark = finding.dependency && suppressed.find((each) => sameVulnerability(each.finding, finding));
    return mark && { finding, by: mark.by, reason: mark.reason, until: mark.until ?? '' };
  };
  const judged = seen.map((finding) => ({ finding, hidden: hide(finding) }));
  const inSource = suppressed
    .filter(({ finding }) => !finding.dependency)
    .map((mark): Hidden => ({ until: '', ...mark }));
  return {
    open: judged.filter(({ hidden }) => hidden === undefined).map(({ finding }) => finding),
    hidden: [...judged.flatMap(({ hidden }) => hidden ?? []), ...inSource],
    ended: exceptions.filter(hasEnded).map(endedOf),
    unused: inForce.filter((exception) => !used.has(exception)),
  };
}

/** A vulnerability that one scanner was told to pass over is the same one whoever sees it. */
function sameVulnerability(marked: Finding, finding: Finding): boolean {
  return (
    marked.file === finding.file &&
    marked.dependency?.package === finding.dependency?.package &&
    idsOf(marked).some((id) => idsOf(finding).includes(id))
  );
}

function endedOf(exception: Exception): Ended {
  const { id, until } = exception;
  return { id, until, by: 'ignore', covers: (finding) => covers(exception, finding) };
}
