import assert from 'node:assert/strict';
import { platformDigests } from './built-on.ts';
import { copyExample } from './example-copy.ts';
import { jobsOf, stepOf } from './expect-report.ts';
import type { Report, ReportedJob } from './pipeline-run.ts';

/** An application whose API test fails in the first attempt, and whose API image for arm64 in the second. */
export function flakyExample(): string {
  const { folder, edit } = copyExample();
  const test = '\n\ndef test_flaky():\n    import os\n\n    assert os.environ["GITHUB_RUN_ATTEMPT"] != "1"\n';
  edit('api/tests/unit/test_columns.py', (text) => text + test);
  edit('api/Dockerfile.api', (text) => `${text}ARG ATTEMPT\nRUN test "$ATTEMPT $(uname -m)" != "2 aarch64"\n`);
  edit('.github/workflows/pipeline.yml', (text) =>
    text.replace(/( *)APP_VERSION=.*/, '$&\n$1ATTEMPT=$${{ github.run_attempt }}'),
  );
  return folder;
}

interface Attempt {
  readonly what: string;
  /** Jobs that ran and how they ended; `build` by its legs. */
  readonly ran: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
}

const legs = ['api linux/amd64', 'api linux/arm64', 'web linux/amd64', 'web linux/arm64'];
const builds = (result: string): Record<string, string> =>
  Object.fromEntries(legs.map((leg) => [`build ${leg}`, result]));

export const attempts: readonly Attempt[] = [
  {
    what: 'a push to main, flaky test',
    ran: { plan: 'success', 'test-api': 'failure', 'test-web': 'success', security: 'success', gate: 'failure' },
    tags: [],
  },
  {
    what: '  again, flaky arm64 build',
    ran: { 'test-api': 'success', ...builds('success'), 'build api linux/arm64': 'failure', gate: 'failure' },
    tags: [],
  },
  {
    what: '  again',
    ran: { 'build api linux/arm64': 'success', 'publish api': 'success', 'publish web': 'success', gate: 'success' },
    tags: ['latest', 'main', 'sha-…'],
  },
];

/** Of a run's attempt: these jobs ran and no others, and the run's images so far have exactly these tags. */
export function assertAttempt(report: Report, ran: Attempt['ran'], tags: readonly string[]): void {
  const own = report.jobs.filter(({ attempt, result }) => attempt === report.attempt && result !== 'skipped');
  assert.deepEqual(Object.fromEntries(own.map((job) => [nameOf(job), job.result])), ran);
  const expected = tags.map((tag) => tag.replace('…', report.sha.slice(0, 7)));
  for (const image of report.images) assert.deepEqual([...image.tags].sort(), expected);
}

function nameOf({ id, matrix }: ReportedJob): string {
  const parts = [id, matrix?.['image'], matrix?.['platform']];
  return parts.filter((part) => typeof part === 'string').join(' ');
}

/** Digest by platform, as the build legs of any attempt said they pushed it, and as the published index has it. */
export function digestsOf(
  report: Report,
  image: string,
): { built: Record<string, string>; published: Record<string, string> } {
  const outputs = jobsOf(report, 'build')
    .filter(({ matrix }) => matrix?.['image'] === image)
    .flatMap((job) => JSON.parse(stepOf(job, 'buildx-multiarch').outputs['platforms'] ?? '[]') as BuiltPlatform[]);
  const name = report.images.find((each) => each.name.endsWith(`/${image}`))?.name ?? assert.fail(`no image ${image}`);
  return {
    built: Object.fromEntries(outputs.map(({ platform, digest }) => [platform, digest])),
    published: platformDigests(`${name}:main`),
  };
}

interface BuiltPlatform {
  readonly platform: string;
  readonly digest: string;
}
