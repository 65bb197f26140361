import { join } from 'node:path';
import {
  annotate,
  mask,
  notice,
  readEvent,
  warning,
  writeSummary,
  type ActionContext,
  type Verdict,
} from '@data-profiler-actions/action-kit';
import { applyExceptions } from './findings/exceptions.ts';
import { readActionInputs } from './inputs.ts';
import { publishOutputs, writeSarifFiles } from './outputs.ts';
import { annotationsOf, securitySummary } from './report/report.ts';
import { planRuns } from './findings/runs.ts';
import { sarifLogs } from './upload/sarif-logs.ts';
import { scanAll } from './scanners/scan-all.ts';
import { uploadLogs } from './upload/upload.ts';
import { judge, resultOf } from './gate/verdict.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const event = readEvent();
  const inputs = readActionInputs(event.workspace);
  for (const secret of [inputs.token, inputs.safetyApiKey]) mask(secret);
  const scans = await scanAll(inputs, event, signal);
  const { reports } = scans;
  const runs = planRuns(reports);
  const judged = applyExceptions(
    runs.flatMap(({ findings }) => findings),
    inputs.ignore,
    today(),
  );
  const logs = sarifLogs(runs, judged.open, inputs.category, event.workspace);
  const directory = join(event.temp, `security-sarif-${process.pid}`, 'sarif');
  const files = writeSarifFiles(directory, logs);
  const upload = await uploadLogs({ mode: inputs.upload, token: inputs.token, event, logs });
  if (upload.kind === 'refused') warning(`GitHub took no alerts: ${upload.reason}`);
  if (upload.kind === 'skipped' && inputs.upload !== 'off') notice(`Not uploaded to code scanning: ${upload.reason}.`);
  for (const { id, until } of judged.ended)
    warning(`The exception for ${id} ended on ${until}; what it hid counts again.`);
  if (scans.notices.length > 0) notice(scans.notices.join('\n'));
  const result = resultOf(reports, judged.open);
  const left = annotate(annotationsOf(reports, judged.open)).length;
  writeSummary(securitySummary({ result, reports, judged, upload, event, left, scans }));
  publishOutputs(result, judged.open, directory, files, upload);
  return judge(reports, judged.open, inputs.failOn, upload);
}

/** YYYY-MM-DD, UTC. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
