import { describe, expect, it } from '@jest/globals';
import { readFailure } from '../src/build/build-failure.ts';
import { BuildProgress, measure } from '../src/build/build-progress.ts';

const second = (at: number): string => new Date(at * 1000).toISOString();
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
    const failure = readFailure(text, progress.steps, 'api/Dockerfile.api');
    expect(failure).toMatchObject({ file: 'api/Dockerfile.api', line: 3, passing: false });
    expect(failure.headline).toBe('process "/bin/sh -c false" did not complete successfully: exit code: 1');
    expect(failure.block).toContain('boom');
  });

  it('may pass on another try only when a registry or the network failed', () => {
    const push =
      'ERROR: failed to build: failed to solve: failed to push ghcr.io/a/b: unexpected status from PUT request: 503 Service Unavailable';
    expect(readFailure(push, [], 'Dockerfile').passing).toBe(true);
    expect(readFailure(`${text}\nserver said 503 Service Unavailable`, [], 'Dockerfile').passing).toBe(false);
  });
});
