import { info, readEvent, writeSummary, type Verdict } from '@data-profiler-actions/action-kit';
import { decideByDefault, refFacts } from './decision.ts';
import { readImages } from './images.ts';
import { readActionInputs } from './inputs.ts';
import { describeImage } from './metadata.ts';
import { publishOutputs } from './outputs.ts';
import { summaryBlocks } from './report.ts';

export async function main(): Promise<Verdict> {
  const inputs = readActionInputs();
  const event = readEvent();
  const facts = refFacts(event, process.env);
  const { names } = readImages(inputs.images, `ghcr.io/${event.repository.fullName}`);
  const decisions = decideByDefault(facts, inputs.latest);
  const metadata = describeImage(names, decisions, facts.sha, event, inputs);
  for (const { name, rule, why } of decisions) info(`${name}  (${rule}: ${why})`);
  publishOutputs(metadata, inputs, event.temp);
  writeSummary(summaryBlocks(metadata));
  return Promise.resolve({ ok: true });
}
