import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventContext } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import type { ScannerReport } from '../scanners/scanner.ts';
import { judgeFindings, type Judged } from './judge.ts';
import { planRuns, type PlannedRun } from './runs.ts';
import { endedTrivyIgnores, withEnds } from './suppression.ts';

export interface Assessment {
  readonly runs: readonly PlannedRun[];
  readonly judged: Judged;
}

/** From what the scanners said to what counts: runs by tool, vulnerabilities united, suppressions taken out. `today`: YYYY-MM-DD. */
export function assess(
  reports: readonly ScannerReport[],
  { trivyScanners, imageOnly, ignore, workingDirectory }: Inputs,
  { workspace, untrusted }: EventContext,
  today: string,
): Assessment {
  // Of an image there are no settings to judge.
  const looked = imageOnly ? trivyScanners.filter((each) => each !== 'misconfig') : trivyScanners;
  const runs = planRuns(reports, looked);
  const marks = join(workspace, workingDirectory, '.trivyignore');
  const read = untrusted === '' && reports.some(({ scanner }) => scanner === 'trivy') && existsSync(marks);
  const trivyIgnore = read ? readFileSync(marks, 'utf8') : '';
  const suppressed = reports.flatMap(({ result }) => (result.ok ? (result.suppressed ?? []) : []));
  const judged = judgeFindings(
    runs.flatMap(({ findings }) => findings),
    withEnds(suppressed, trivyIgnore),
    ignore,
    today,
  );
  const ended = endedTrivyIgnores(trivyIgnore, today);
  const all = { ...judged, ended: [...judged.ended, ...ended] };
  return { runs, judged: imageOnly ? ofImageAlone(all) : all };
}

/** The exceptions are those of the whole repository: that an image needs one no more says nothing of the rest. */
function ofImageAlone(judged: Judged): Judged {
  return { ...judged, unused: [], ended: judged.ended.filter(({ covers }) => judged.open.some(covers)) };
}
