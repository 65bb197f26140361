import { describe, expect, it } from '@jest/globals';
import { readFailure } from '../src/build/build-failure.ts';
import { BuildProgress } from '../src/build/build-progress.ts';
import { misspelt } from '../src/request/advice.ts';
import { measure, stageTimes } from '../src/build/build-times.ts';

const second = (at: number): string => new Date(at * 1000).toISOString();
const frontend = { reference: '', line: 0 };
const subject = { dockerfile: 'Dockerfile', frontend, context: 'api', scanner: 'reg.example/scanner:1' };
const vertex = (digest: string, name: string, from: number, to: number, more: object = {}): string =>
  JSON.stringify({ vertexes: [{ digest, name, started: second(from), completed: second(to), ...more }] });

describe('the progress of a build', () => {
  it('tells each step once when it starts and once when it ends', () => {
    const progress = new BuildProgress(['linux/amd64']);
    const started = progress.take(
      JSON.stringify({ vertexes: [{ digest: 'a', name: '[1/2] RUN x', started: second(1) }] }),
    );
    const ended = [
      ...progress.take(vertex('a', '[1/2] RUN x', 1, 3)),
      ...progress.take(vertex('a', '[1/2] RUN x', 1, 3)),
    ];
    expect([...started, ...ended].map(({ kind, step }) => `${kind} ${step.platform}`)).toEqual([
      'started linux/amd64',
      'completed linux/amd64',
    ]);
  });

  it('gives steps that name no platform to the platform of the steps before them', () => {
    const progress = new BuildProgress(['linux/amd64', 'linux/arm64']);
    progress.take(vertex('a', '[linux/arm64 1/2] COPY a /', 0, 1, { cached: true }));
    progress.take(vertex('b', '[2/2] RUN x', 1, 4, { inputs: ['a'] }));
    expect(measure(progress.steps, 'linux/arm64')).toEqual({ seconds: 4, cached: 0.5 });
  });

  it('counts no base image as a step that a cache could have saved', () => {
    const progress = new BuildProgress(['linux/amd64']);
    progress.take(vertex('a', '[1/2] FROM debian', 0, 1));
    progress.take(vertex('b', '[2/2] RUN x', 1, 2, { cached: true }));
    expect(measure(progress.steps, 'linux/amd64').cached).toBe(1);
  });

  it('counts no bill of materials among the steps of the Dockerfile', () => {
    const progress = new BuildProgress(['linux/amd64', 'linux/arm64']);
    progress.take(vertex('a', '[linux/amd64 web 1/1] COPY a /', 0, 1, { cached: true }));
    progress.take(vertex('b', '[linux/amd64] generating sbom using reg.example/scanner:1', 1, 3));
    expect(measure(progress.steps, 'linux/amd64')).toEqual({ seconds: 3, cached: 1 });
    expect(stageTimes(progress.steps).map(({ platform, stage }) => [platform, stage])).toEqual([
      ['linux/amd64', 'web'],
      ['linux/amd64', 'bill of materials'],
    ]);
  });

  it('is told by stages, platform by platform', () => {
    const progress = new BuildProgress(['linux/amd64', 'linux/arm64']);
    progress.take(vertex('a', '[linux/amd64 web 1/2] COPY a /', 0, 1, { cached: true }));
    progress.take(vertex('b', '[linux/amd64 web 2/2] RUN x', 1, 4));
    progress.take(vertex('c', '[linux/arm64 web 1/2] COPY a /', 0, 2));
    progress.take(vertex('d', 'exporting to image', 4, 5));
    expect(
      stageTimes(progress.steps).map(({ platform, stage, steps, cached }) => [platform, stage, steps, cached]),
    ).toEqual([
      ['linux/amd64', 'web', 2, 1],
      ['linux/arm64', 'web', 1, 0],
      ['', 'export and push', 1, 0],
    ]);
  });

  it('keeps the findings of BuildKit’s checks, each once', () => {
    const progress = new BuildProgress([]);
    const text = (value: string): string => Buffer.from(value).toString('base64');
    const short = text('StageNameCasing: Stage name is upper-case (line 3)');
    const warning = { short, detail: [text('why')], url: 'https://x', range: [{ start: { line: 3 } }] };
    progress.take(JSON.stringify({ warnings: [warning] }));
    progress.take(JSON.stringify({ warnings: [warning] }));
    expect(progress.warnings).toEqual([
      { message: 'StageNameCasing: Stage name is upper-case', detail: 'why', url: 'https://x', line: 3 },
    ]);
  });

  it('keeps what is not progress as BuildKit’s own words', () => {
    const progress = new BuildProgress([]);
    progress.take('Dockerfile:3');
    progress.take('{not json');
    expect(progress.plainText).toBe('Dockerfile:3\n{not json');
  });
});

describe('a failed build', () => {
  const text =
    'api/Dockerfile.api:3\n--------------------\n   3 | >>> RUN false\n--------------------\nERROR: failed to build: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1';

  it('is placed at its line of the Dockerfile, with the step’s log', () => {
    const progress = new BuildProgress(['linux/amd64']);
    progress.take(JSON.stringify({ logs: [{ vertex: 'a', data: Buffer.from('boom\n').toString('base64') }] }));
    progress.take(vertex('a', '[2/2] RUN false', 0, 1, { error: 'exit code: 1' }));
    const failure = readFailure(text, progress.steps, { ...subject, dockerfile: 'api/Dockerfile.api' });
    expect(failure).toMatchObject({ file: 'api/Dockerfile.api', line: 3, passing: false });
    expect(failure.headline).toBe('process "/bin/sh -c false" did not complete successfully: exit code: 1');
    expect(failure.block).toContain('boom');
  });

  it('may pass on another try only when a registry or the network failed', () => {
    const push =
      'ERROR: failed to build: failed to solve: failed to push ghcr.io/a/b: unexpected status from PUT request: 503 Service Unavailable';
    expect(readFailure(push, [], subject).passing).toBe(true);
    expect(readFailure(`${text}\nserver said 503 Service Unavailable`, [], subject).passing).toBe(false);
  });

  it.each([
    ['a full disk', 'ERROR: failed to solve: write /x: no space left on device', /disk is full/],
    [
      'a builder that went away',
      'ERROR: failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF',
      /builder went away/,
    ],
    [
      'a file that the context lacks',
      'ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref a::b: "/sbom.json": not found',
      /which is api: it holds no sbom\.json, or \.dockerignore leaves that out/,
    ],
    ['a secret that was not given', 'ERROR: failed to solve: secret npmrc: not found', /`secrets` \(npmrc=value\)/],
    [
      'a scanner that cannot be had',
      'ERROR: failed to solve: failed to resolve source metadata for reg.example/scanner:1: not found',
      /The scanner .* could not be had/,
    ],
    ['a denied base image', 'ERROR: failed to solve: x: pull access denied, insufficient_scope', /`credentials`/],
  ])('tells what can be done about %s', (_, said, remedy) => {
    expect(readFailure(said, [], subject)).toMatchObject({ remedy: expect.stringMatching(remedy), passing: false });
  });

  it('of a file that another stage lacks blames no context', () => {
    const said =
      'Dockerfile:2\n   2 | >>> COPY --from=build /x /\nERROR: failed to compute cache key: failed to calculate checksum of ref a::b: "/x": not found';
    expect(readFailure(said, [], subject).remedy).toBe('');
  });

  it('of a frontend that cannot be had is placed at the syntax line', () => {
    const said =
      'ERROR: failed to solve: failed to resolve source metadata for reg.example/docker/dockerfile:9: no such host';
    const reference = 'reg.example/docker/dockerfile:9';
    const failure = readFailure(said, [], { ...subject, dockerfile: 'D', frontend: { reference, line: 2 } });
    expect(failure).toMatchObject({ file: 'D', line: 2 });
    expect(failure.remedy).toContain(`asks for the frontend ${reference} in its \`# syntax\` line (line 2)`);
    const byArgument = readFailure(said, [], { ...subject, frontend: { reference, line: 0 } });
    expect(byArgument.line).toBeUndefined();
    expect(byArgument.remedy).toContain('BUILDKIT_SYNTAX');
  });
});

describe('build arguments', () => {
  const dockerfile = { path: 'Dockerfile', found: true, stages: [], declared: ['VERSION', 'WEB_IMAGE'], frontend };
  const given = (...names: string[]) => names.map((key) => ({ key, value: 'x' }));

  it('that look like a declared one are told', () => {
    expect(misspelt(given('VERSON', 'HTTP_PROXY'), dockerfile)).toEqual([
      '`build-args` gives VERSON, which the Dockerfile does not declare; did you mean VERSION?',
    ]);
  });

  it('of another Dockerfile in a common list are not', () => {
    expect(misspelt(given('API_IMAGE', 'WEB_IMAGE', 'DATABASE'), dockerfile)).toEqual([]);
  });
});
