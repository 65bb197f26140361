import { writeFileSync } from 'node:fs';
import type { Leg } from '../legs/model.ts';
import type { Result } from './result.ts';
import { flakyTests, slowestTests } from './test-lists.ts';

/** Writes the report file: the outputs, and what programs may want besides. */
export function writeReport(file: string, outputs: Readonly<Record<string, unknown>>, result: Result): void {
  const { legs, coverage } = result;
  const failures = result.failures.map(({ test, file: path, line, versions, product }) => ({
    test: test.id,
    file: path,
    line,
    versions,
    message: test.message,
    ...(product && { raisedAt: product }),
  }));
  const report = {
    ...outputs,
    legs: legs.map(describeLeg),
    reason: result.reason,
    failures,
    flaky: flakyTests(legs),
    slowest: slowestTests(legs),
    ...(coverage.kind === 'measured' && { versionOnly: coverage.versionOnly, 'coverage-html': coverage.html }),
  };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

function describeLeg({ version, suite, outcome, reason, counts, seconds, warning, shard }: Leg): object {
  return { version, suite, outcome, reason, counts, seconds, ...(warning && { warning }), ...(shard && { shard }) };
}
