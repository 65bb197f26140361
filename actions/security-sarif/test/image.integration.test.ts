import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { advisories, writeTrivyDatabase } from '../../../packages/local-pipeline/src/advisories/index.ts';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';
import {
  appDockerfile,
  appFiles,
  baseFiles,
  openImageWorkshop,
  writeFiles,
  type ImageWorkshop,
} from './image-workshop.ts';
import { javaArchive } from './java-archive.ts';
import { runSecuritySarif, type ActionRun } from './run-action.ts';
import { plantedKey } from './vulnerable-project.ts';

const scratch = mkdtempSync(join(tmpdir(), 'images-'));
const trivyDb = join(scratch, 'trivy-cache');
const workspace = writeFiles(join(scratch, 'workspace'), {
  'app/Dockerfile': appDockerfile,
  'base/Dockerfile': baseFiles.Dockerfile,
  'requirements.txt': 'requests==2.31.0\n',
});
let workshop: ImageWorkshop;
let base: string;
let app: string;

beforeAll(async () => {
  writeTrivyDatabase(trivyDb, advisories);
  workshop = await openImageWorkshop();
  const { registry } = workshop;
  const build: ImageWorkshop['build'] = (...request) => workshop.build(...request);
  const pushed = (name: string): string => `type=image,name=${registry}/org/${name},push=true,registry.insecure=true`;
  base = await build(baseFiles, pushed('base:12'));
  const flags = ['--build-arg', `BASE=${registry}/org/base:12`, '--provenance', 'mode=min'];
  app = await build(appFiles(plantedKey), `${pushed('app')},push-by-digest=true,name-canonical=true`, ...flags);
  const reference = `${registry}/org/app@${app}`;
  const file = (name: string): string => join(workspace, name);
  await runTool('crane', ['pull', '--format', 'oci', reference, file('layout')]);
  await runTool('tar', ['-cf', file('app.tar'), '-C', file('layout'), '.']);
  await runTool('crane', ['pull', '--platform', 'linux/amd64', reference, file('docker.tar')]);
}, 600_000);
afterAll(() => workshop.close());

async function scan(image: string, inputs: Readonly<Record<string, string>> = {}): Promise<ActionRun> {
  const usual = {
    scanners: 'trivy',
    'trivy-scanners': 'vuln, secret',
    'trivy-db': trivyDb,
    'fail-on': 'none',
    upload: 'off',
  };
  return runSecuritySarif(workspace, { ...usual, image, ...inputs });
}

interface Told {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

function told(run: ActionRun): Told[] {
  const report = JSON.parse(readFileSync(run.outputs['report'] ?? '', 'utf8')) as { findings: Told[] };
  return report.findings;
}
const places = (run: ActionRun): string[] =>
  told(run)
    .map(({ rule, file, line }) => `${rule} ${file}:${line}`)
    .sort();

const everything = [
  'CVE-2020-14343 app/Dockerfile:8',
  'CVE-2024-35195 requirements.txt:1',
  'CVE-2024-45490 app/Dockerfile:6',
  'aws-access-key-id app/Dockerfile:10',
];

describe('an image of two platforms, before it has a tag', () => {
  it('is scanned by digest; each finding stands once, at the instruction that brought it in or at the file that pins it', async () => {
    const run = await scan(`${workshop.registry}/org/app@${app}`);
    expect(places(run)).toEqual(everything);
    expect(run.summary).toContain(
      '(linux/amd64, linux/arm64): 1 findings of the base, 2 of the application, told apart by layers',
    );
    const [expat] = told(run).filter(({ rule }) => rule === 'CVE-2024-45490');
    expect(expat?.message).toContain(`the base image (${workshop.registry}/org/base@${base})`);
    expect(run.log + run.summary + readFileSync(run.outputs['report'] ?? '', 'utf8')).not.toContain(plantedKey);
  });

  it('is told alone where it alone is asked for: what it holds, each where it is pinned or came in', async () => {
    const repository = writeFiles(join(scratch, 'repository'), {
      'app/Dockerfile': appDockerfile,
      'requirements-dev.txt': 'requests==2.31.0\n',
      'requirements.txt': 'requests==2.31.0\n',
      'other/requirements.txt': 'jinja2==3.1.2\n',
      'settings.ini': `key = ${plantedKey}\n`,
    });
    const inputs = { 'image-only': 'true', scanners: 'trivy', 'trivy-db': trivyDb, 'fail-on': 'high', upload: 'off' };
    const ignore = 'B101 reason=tests\nB105 until=2020-01-01 reason=old\nCVE-2020-14343 until=2020-01-01 reason=old';
    const run = await runSecuritySarif(repository, { ...inputs, ignore, image: `${workshop.registry}/org/app@${app}` });
    expect(places(run)).toEqual(everything);
    expect(run.exitCode).toBe(1);
    expect(run.summary).toContain('The exception for **CVE-2020-14343**');
    expect(run.summary).not.toMatch(/B101|B105/);
    expect(told(run).find(({ file }) => file === 'requirements.txt')?.message).toContain(
      `the application's own layers of ${workshop.registry}/org/app`,
    );
    const files = (run.outputs['sarif-files'] ?? '').split('\n').map((file) => basename(file));
    expect(files).toEqual(['trivy.sarif', 'dependencies.sarif']);
  });

  it.each([
    ['an OCI archive', 'app.tar'],
    ['an OCI layout', 'layout'],
  ])('is scanned as %s as well', async (_, image) => {
    const run = await scan(image);
    expect(places(run)).toEqual(everything);
  });

  it('is scanned as a docker archive, where the base can be told by kind only', async () => {
    const run = await scan('docker.tar');
    expect(places(run)).toEqual(everything);
    expect(run.summary).toContain('told apart by kind');
  });

  it('stands at a legal path without tag or digest where no Dockerfile is known', async () => {
    const bare = writeFiles(join(scratch, 'bare'), { 'a.txt': '' });
    const usual = {
      scanners: 'trivy',
      'trivy-scanners': 'vuln',
      'trivy-db': trivyDb,
      'fail-on': 'none',
      upload: 'off',
    };
    const run = await runSecuritySarif(bare, { ...usual, image: `${workshop.registry}/org/app@${app}` });
    expect(places(run)).toEqual(
      ['CVE-2020-14343', 'CVE-2024-35195', 'CVE-2024-45490'].map((id) => `${id} image/org/app:1`),
    );
  });
});

describe('an image with a Java archive', () => {
  it('has it identified by the coordinates that it carries', async () => {
    const coordinates = 'groupId=org.apache.logging.log4j\nartifactId=log4j-core\nversion=2.14.1\n';
    const place = 'META-INF/maven/org.apache.logging.log4j/log4j-core/pom.properties';
    const files = {
      ...baseFiles,
      'root/srv/core.jar': javaArchive(place, coordinates),
      'root/srv/none.jar': javaArchive('a', 'a'),
    };
    const name = `${workshop.registry}/org/java`;
    await workshop.build(files, `type=image,name=${name},push=true,registry.insecure=true`);
    const run = await scan(name);
    expect(told(run).map(({ rule }) => rule)).toEqual(expect.arrayContaining(['CVE-2021-44228', 'CVE-2024-45490']));
  });
});

describe('an image that cannot be judged', () => {
  it.each<[string, () => string, string]>([
    [
      'is not in its registry',
      () => `${workshop.registry}/org/app@sha256:${'0'.repeat(64)}`,
      'org/app has no sha256:0000',
    ],
    ['is behind no registry', () => '127.0.0.1:9/org/app:1', 'ECONNREFUSED'],
  ])('since it %s is scanner-error', async (_, image, words) => {
    const run = await scan(image());
    expect([run.exitCode, run.outputs['result']]).toEqual([1, 'scanner-error']);
    expect(run.log).toContain(words);
  });

  it('since nothing in it is recognised is scanner-error', async () => {
    const name = `${workshop.registry}/org/unknown`;
    const files = { Dockerfile: 'FROM scratch\nCOPY a.txt /\n', 'a.txt': 'a' };
    await workshop.build(files, `type=image,name=${name},push=true,registry.insecure=true`);
    const run = await scan(name);
    expect(run.outputs['result']).toBe('scanner-error');
    expect(run.log).toContain('it recognised nothing in');
  });

  it('is refused before any work where it leads out of the workspace or does not exist', async () => {
    const outside = await scan('/etc');
    expect(outside.log).toContain('leads out of the workspace');
    const missing = await scan('app-image.tar');
    expect(missing.log).toContain('does not exist');
    const alone = await scan('', { 'image-only': 'true', scanners: 'trivy, bandit', upload: 'auto' });
    expect(alone.log).toContain('needs the input image');
    expect(alone.log).toContain('needs "scanners: trivy": bandit cannot read an image');
    expect(alone.log).toContain('needs the input category');
    const wrong = await scan('ghcr.io/Org/App:1');
    expect(wrong.log).toContain('must be lower-case');
    expect([outside, missing, wrong].map(({ outputs }) => outputs['result'])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
