import { join } from 'node:path';
import { mask, readEvent, type ActionContext, type Verdict } from '@data-profiler-actions/action-kit';
import { assess } from './findings/assess.ts';
import { compareWithBase } from './gate/baseline.ts';
import { judge, resultOf } from './gate/verdict.ts';
import { readActionInputs, secretsOf } from './inputs.ts';
import { boundYoungGeneration } from './memory.ts';
import { publishOutputs, writeSarifFiles } from './outputs.ts';
import { tell } from './report/tell.ts';
import { scanAll } from './scanners/scan-all.ts';
import { repositoryApi } from './github/repository-api.ts';
import { deliver } from './upload/deliver.ts';
import { sarifLogs } from './upload/sarif-logs.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  boundYoungGeneration();
  const event = readEvent();
  const inputs = readActionInputs(event);
  for (const secret of secretsOf(inputs)) mask(secret);
  const scans = await scanAll(inputs, event, signal);
  const { runs, judged } = assess(scans.reports, inputs, event, new Date().toISOString().slice(0, 10));
  const { open } = judged;
  const logs = sarifLogs(runs, open, inputs.category, event.workspace);
  const directory = join(event.temp, `security-sarif-${process.pid}`, 'sarif');
  const files = writeSarifFiles(directory, logs);
  const api = repositoryApi(event, inputs.token, signal);
  const comparison = inputs.newOnly
    ? await compareWithBase({ api, event, prefix: inputs.category, runs, open })
    : undefined;
  const upload = await deliver(logs, inputs, event, api, signal);
  const result = resultOf(scans.reports, open);
  await tell({ scans, result, judged, logs, upload, comparison, event }, inputs, api);
  publishOutputs({ result, open, comparison, directory, files, upload });
  const counted = comparison?.fresh ?? open;
  return judge(scans.reports, { failOn: inputs.failOn, counted, newOnly: inputs.newOnly }, upload);
}
