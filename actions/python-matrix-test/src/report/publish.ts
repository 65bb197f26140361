import { annotate, warning, writeSummary } from '@data-profiler-actions/action-kit';
import { failureAnnotation } from './failures.ts';
import { publishOutputs } from '../outputs.ts';
import { summaryBlocks } from './report.ts';
import type { Result } from './result.ts';

/** Puts a result where people and later steps look: annotations, outputs, summary. `folder` takes the report file. */
export function publish(result: Result, folder: string): void {
  for (const leg of result.legs) if (leg.warning) warning(`Python ${leg.version} ${leg.suite}: ${leg.warning}`);
  if (result.coverage.kind === 'missing') warning(`Coverage is unknown: ${result.coverage.why}`);
  const left = annotate(result.failures.map(failureAnnotation));
  publishOutputs(result, folder);
  writeSummary(summaryBlocks(result, left.length));
}
