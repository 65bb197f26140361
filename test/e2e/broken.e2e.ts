import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { copyExample } from './example-copy.ts';
import { assertResults, assertSkipped, jobOf } from './expect-report.ts';
import { runPipeline, type PipelineRun } from './pipeline-run.ts';

interface Break {
  readonly what: string;
  readonly file: string;
  readonly add: string;
  /** A piece of text of the line that must be annotated. */
  readonly at: string;
  readonly job: 'test-api' | 'test-web' | 'security';
  readonly says: RegExp;
}

const breaks: readonly Break[] = [
  {
    what: 'a unit test that fails on one Python only',
    file: 'api/tests/unit/test_columns.py',
    add: '\n\ndef test_fails_on_one_python_only():\n    import sys\n\n    assert sys.version_info[:2] != (3, 10)\n',
    at: 'assert sys.version_info',
    job: 'test-api',
    says: /3\.10/,
  },
  {
    what: 'an image that index.html names and nobody made',
    file: 'web/index.html',
    add: '\n    <img src="/missing.png" alt="" />\n',
    at: 'missing.png',
    job: 'test-web',
    says: /missing\.png/,
  },
  {
    what: 'a finding of high severity',
    file: 'api/profiler/source.py',
    add: '\n\ndef listing(name):\n    import subprocess\n\n    return subprocess.run(f"ls {name}", shell=True, check=True)\n',
    at: 'shell=True',
    job: 'security',
    says: /shell/,
  },
];

const jobs = ['test-api', 'test-web', 'security'] as const;

function insert(text: string, { file, add }: Break): string {
  return file.endsWith('.html') ? text.replace('</body>', `${add}</body>`) : text + add;
}

describe('a broken application', () => {
  for (const broken of breaks) {
    it(`${broken.what} makes ${broken.job} red at its line, and nothing is built`, async () => {
      const { folder, edit } = copyExample();
      const line: { number?: number } = {};
      edit(broken.file, (text) => {
        const after = insert(text, broken);
        line.number = after.split('\n').findIndex((each) => each.includes(broken.at)) + 1;
        return after;
      });
      assertRed(await runPipeline('--repo', folder), broken, line.number ?? 0);
    });
  }
});

function assertRed({ exitCode, report, output }: PipelineRun, { job, file, says }: Break, line: number): void {
  assert.notEqual(exitCode, 0);
  assert.equal(report.result, 'failure');
  assertResults(report, Object.fromEntries(jobs.map((id) => [id, id === job ? 'failure' : 'success'])));
  for (const id of ['build', 'publish']) assertSkipped(report, id);
  assert.deepEqual(report.images, []);
  const errors = jobOf(report, job).annotations.filter(({ level }) => level === 'error');
  const found = errors.find((error) => error.file === file && error.line === line);
  assert.ok(found, `an error at ${file}:${line}; got ${JSON.stringify(errors)}`);
  assert.match(errors.map(({ message }) => message).join('\n'), says);
  assert.match(output, new RegExp(`${job} failure`));
}
