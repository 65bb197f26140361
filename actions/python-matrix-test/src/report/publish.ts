import { annotate, notice, warning, writeSummary } from '@data-profiler-actions/action-kit';
import { failureAnnotation, productAnnotations } from './failures.ts';
import { saidBy } from './said-by.ts';
import { publishOutputs } from '../outputs.ts';
import { summaryBlocks } from './summary.ts';
import type { Result } from './result.ts';

/** Puts a result where people and later steps look: annotations, outputs, summary. `folder` takes the report file. */
export function publish(result: Result, folder: string): void {
  for (const { names, says } of saidBy(result.legs, (leg) => leg.warning)) warning(`Python ${names}: ${says}`);
  if (result.coverage.kind === 'missing') warning(`Coverage is unknown: ${result.coverage.why}`);
  for (const note of result.notes) notice(note);
  for (const each of result.warnings) warning(each);
  const left = annotate([...result.failures.map(failureAnnotation), ...productAnnotations(result.failures)]);
  const unannotated = left.filter(({ level }) => level === 'error').length;
  publishOutputs(result, folder);
  writeSummary(summaryBlocks(result, unannotated));
}
