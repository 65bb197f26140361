import { join } from 'node:path';
import { mask, readEvent, type ActionContext, type Verdict } from '@data-profiler-actions/action-kit';
import { assess } from './findings/assess.ts';
import { compareWithBase } from './gate/baseline.ts';
import { judge, resultOf } from './gate/verdict.ts';
import { readActionInputs } from './inputs.ts';
import { publishOutputs, writeSarifFiles } from './outputs.ts';
import { mostAnnotated } from './report/annotations.ts';
import { findChangedLines } from './report/changed-lines.ts';
import { tell } from './report/tell.ts';
import { scanAll } from './scanners/scan-all.ts';
import { codeScanning } from './upload/code-scanning.ts';
import { patienceOf } from './upload/processing.ts';
import { sarifLogs } from './upload/sarif-logs.ts';
import { checkedOutCommit, targetOf } from './upload/target.ts';
import { uploadLogs } from './upload/upload.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const event = readEvent();
  const inputs = readActionInputs(event);
  const { token, newOnly, upload: mode, category: prefix } = inputs;
  for (const secret of [token, inputs.safetyApiKey, ...inputs.credentials.map(({ password }) => password)])
    mask(secret);
  const scans = await scanAll(inputs, event, signal);
  const { reports } = scans;
  const { runs, judged } = assess(reports, inputs, event, new Date().toISOString().slice(0, 10));
  const { open } = judged;
  const logs = sarifLogs(runs, open, prefix, event.workspace);
  const directory = join(event.temp, `security-sarif-${process.pid}`, 'sarif');
  const files = writeSarifFiles(directory, logs);
  const api = codeScanning(event, token, signal);
  const comparison = newOnly ? await compareWithBase({ api, event, prefix, runs, open }) : undefined;
  const target = targetOf(event, event.pullRequest ? await checkedOutCommit(event, signal) : '');
  const patience = patienceOf(inputs.timeoutMinutes);
  const upload = await uploadLogs({ mode, token, event, target, api, logs, patience, signal });
  const result = resultOf(reports, open);
  const changedLines =
    open.length > mostAnnotated && token !== ''
      ? await findChangedLines(api, event)
      : new Map<string, ReadonlySet<number>>();
  tell({ scans, result, judged, logs, upload, comparison, event }, mode, changedLines);
  publishOutputs({ result, open, comparison, directory, files, upload });
  return judge(reports, { failOn: inputs.failOn, counted: comparison?.fresh ?? open, newOnly }, upload);
}
