import { annotate, notice, warning, writeSummary } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import type { RepositoryApi } from '../github/repository-api.ts';
import { findingAnnotations, mostAnnotated, scannerAnnotations } from './annotations.ts';
import { findChangedLines, type ChangedLines } from './changed-lines.ts';
import { back, securitySummary, type Story } from './summary.ts';

/** Says everything where a person looks: warnings, annotations, and the summary. */
export async function tell(
  story: Omit<Story, 'left'>,
  { upload: mode, token }: Inputs,
  api: RepositoryApi,
): Promise<void> {
  const { scans, judged, upload, logs, comparison, event } = story;
  if (upload.kind === 'refused') warning(`GitHub took no alerts: ${upload.reason}`);
  if (upload.kind === 'skipped' && mode !== 'off') notice(`Not uploaded to code scanning: ${upload.reason}.`);
  // Warnings take the place of annotations: one for each kind.
  const warnings = [
    judged.ended.map(
      ({ id, until, covers }) => `The exception for ${id} ended on ${until}; ${back(judged.open.filter(covers))}`,
    ),
    logs.flatMap(({ category, omissions }) =>
      omissions.map((what) => `Left out of the upload of ${category}: ${what}.`),
    ),
    (comparison?.unknown ?? []).map((reason) => `Everything counts as new: ${reason}.`),
  ];
  for (const lines of warnings) if (lines.length > 0) warning(lines.join('\n'));
  if (scans.notices.length > 0) notice(scans.notices.join('\n'));
  const mustChoose = judged.open.length > mostAnnotated && token !== '';
  const changedLines: ChangedLines = mustChoose ? await findChangedLines(api, event) : new Map();
  const findings = findingAnnotations(judged.open, changedLines);
  const unplaced = new Set(annotate([...scannerAnnotations(scans.reports), ...findings]));
  const shown = findings.filter((each) => !unplaced.has(each)).length;
  writeSummary(securitySummary({ ...story, left: judged.open.length - shown }));
}
