import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setOutputs } from '@data-profiler-actions/action-kit';
import type { BrowserProof } from './browser/browser-proof.ts';
import type { Outcome } from './outcome.ts';
import type { Proof } from './prove.ts';
import type { SizeChange } from './sizes/size-changes.ts';

export const outputNames = [
  'result',
  'checks',
  'sizes',
  'initial-js-gzip',
  'total-size',
  'baseline-diff',
  'output-directory',
  'report',
] as const;

/** Sets the outputs and leaves the same facts, as JSON, in a report file of the job's scratch folder. */
export function publishOutputs(outcome: Outcome, temp: string): void {
  const { proof, steps, findings, problems, failure } = outcome;
  const sizes = proof?.sizes;
  const outputs = {
    result: failure === '' ? 'passed' : 'failed',
    checks: findings.map(({ id, severity, file, message, line }) => ({
      id,
      severity,
      file,
      message,
      ...(line !== undefined && { line }),
    })),
    sizes: sizes?.files.map(({ file, bytes, gzip }) => ({ file, bytes, gzip })) ?? [],
    'initial-js-gzip': sizes && (sizes.initial[0]?.js.gzip ?? 0),
    'total-size': sizes?.total.bytes,
    'baseline-diff': proof?.change ? differences(proof.change) : '',
    'output-directory': outcome.outputDirectory,
  };
  const report = join(temp, `web-build-${process.pid}.json`);
  const ran = steps.map(({ name, command, outcome: end, seconds }) => ({ name, command, outcome: end, seconds }));
  writeFileSync(
    report,
    JSON.stringify(
      { ...outputs, failure, steps: ran, problems, ...moreFacts(proof), ...pageFacts(outcome.browser) },
      null,
      2,
    ),
  );
  setOutputs({ ...outputs, checks: fitting(outputs.checks), sizes: fitting(outputs.sizes), report });
}

/** What GitHub takes as one output is a megabyte: the first items that stay below it, most important or largest first. The report has all. */
function fitting<T>(items: readonly T[]): T[] {
  let left = 900_000;
  return items.filter((item) => (left -= Buffer.byteLength(JSON.stringify(item)) + 1) >= 0);
}

/** Changed bytes against an earlier build; files that did not change are left out. */
function differences({ commit, total, initialJsGzip, files }: SizeChange): {
  commit: string;
  'total-size': number;
  'initial-js-gzip': number;
  files: { file: string; bytes: number }[];
} {
  const changed = [...files].map(([file, { before, after }]) => ({ file, bytes: after - before }));
  return {
    commit,
    'total-size': total.after - total.before,
    'initial-js-gzip': initialJsGzip.after - initialJsGzip.before,
    files: changed.filter(({ bytes }) => bytes !== 0),
  };
}

/** What only the report file tells. */
function moreFacts(proof: Proof | undefined): Readonly<Record<string, unknown>> {
  if (!proof) return {};
  const brotli =
    proof.sizes?.files.flatMap((size) => (size.brotli === undefined ? [] : [[size.file, size.brotli]])) ?? [];
  return {
    references: proof.checkedReferences,
    unverified: proof.unverified,
    'not-applied': proof.notApplied,
    initial: proof.sizes?.initial ?? [],
    brotli: Object.fromEntries(brotli) as unknown,
    ...(proof.heaviest && { heaviest: proof.heaviest }),
  };
}

/** Pages as a browser saw them; `files` is for whoever shows or keeps a report's pictures. */
function pageFacts(browser: BrowserProof | undefined): Readonly<Record<string, unknown>> {
  if (!browser) return {};
  const pictures = browser.pages.filter(({ screenshot }) => screenshot !== '');
  return { pages: browser.pages, files: pictures.map(({ path, screenshot }) => ({ title: path, path: screenshot })) };
}
