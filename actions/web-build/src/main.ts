import {
  annotate,
  info,
  readEvent,
  writeSummary,
  type ActionContext,
  type Verdict,
} from '@data-profiler-actions/action-kit';
import { locateOutput } from './locate-output.ts';
import { outcomeOf } from './outcome.ts';
import { publishOutputs } from './outputs.ts';
import { openPages, prove } from './prove.ts';
import { annotationsOf } from './report/annotations.ts';
import { summary } from './report/summary.ts';
import { readRequest } from './request.ts';
import { work } from './work.ts';

export async function main({ signal }: ActionContext): Promise<Verdict> {
  const event = readEvent();
  const { workspace, temp } = event;
  const request = readRequest(event);
  const { inputs, project } = request;
  const { manager, directory } = project;
  info(`Package manager: ${manager.name} (${manager.because})`);
  const deadline = Date.now() + inputs.timeoutMinutes * 60_000;
  const context = { directory, workspace, temp, deadline, signal, programs: '', settings: {} };

  const done = await work(project, context, inputs, event.untrusted);
  const site = await locateOutput(project, context, inputs, done);
  const proof = done.broken ? undefined : await prove(site, inputs, event, context);
  const browser = await openPages(site, proof, inputs, context);

  const outcome = outcomeOf({ done, site, proof, browser }, request, event);
  publishOutputs(outcome, temp);
  writeSummary(summary(outcome));
  annotate(annotationsOf(outcome, { workspace, directory, outputDirectory: site.absolute, base: inputs.base }));
  return outcome.failure === '' ? { ok: true } : { ok: false, reason: outcome.failure };
}
