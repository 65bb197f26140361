import { describe, expect, it } from '@jest/globals';
import { baseAmong } from '../src/image/base-image.ts';
import { baseLine, dockerfileOf, lineOfLayer, parseDockerfile } from '../src/image/dockerfile.ts';

const dockerfile = parseDockerfile(
  'api/Dockerfile',
  [
    'ARG BASE=python:3.12-slim',
    'FROM ${BASE} AS build',
    'RUN pip wheel -r requirements.txt',
    '# what is shipped',
    'FROM ${BASE}',
    'COPY --from=build --chown=1000 \\',
    '  /wheels /wheels',
    'RUN --mount=type=cache,target=/root/.cache pip install \\',
    '    # a remark in between',
    '    --no-index /wheels/*',
    'RUN ["python", "-m", "compileall", "/app"]',
    'WORKDIR /app',
  ].join('\n'),
);

describe('a layer', () => {
  it.each([
    ['of COPY, whose flags BuildKit leaves out', 'COPY /wheels /wheels # buildkit', 6],
    ['of RUN in a shell', 'RUN /bin/sh -c pip install     --no-index /wheels/* # buildkit', 8],
    ['of RUN with build arguments', 'RUN |2 A=1 B=two words /bin/sh -c pip install --no-index /wheels/* # buildkit', 8],
    ['of RUN without a shell', 'RUN python -m compileall /app # buildkit', 11],
    ['of WORKDIR', 'WORKDIR /app', 12],
    ['of no instruction here', 'RUN /bin/sh -c apt-get update # buildkit', undefined],
  ])('%s stands at its instruction', (_, history, line) => {
    expect(lineOfLayer(dockerfile, history)).toBe(line);
  });

  it('of the base stands at the last FROM', () => {
    expect(baseLine(dockerfile)).toBe(5);
  });
});

describe('the Dockerfile of an image', () => {
  const other = parseDockerfile('web/Dockerfile', 'FROM nginx\nCOPY dist /site\n');

  it('is the only one, or the one that explains most of its layers', () => {
    expect(dockerfileOf([other], [])?.file).toBe('web/Dockerfile');
    expect(dockerfileOf([dockerfile, other], ['COPY dist /site # buildkit'])?.file).toBe('web/Dockerfile');
  });

  it('is unknown where none or several explain it', () => {
    expect(dockerfileOf([], ['COPY dist /site'])).toBeUndefined();
    expect(dockerfileOf([dockerfile, other], ['RUN something else'])).toBeUndefined();
  });
});

describe('the base image', () => {
  it('is the candidate with the most of the lowest layers, of all stages of the build', () => {
    const candidates = [
      { name: 'debian', diffIds: ['a'] },
      { name: 'python', diffIds: ['a', 'b'] },
      { name: 'node', diffIds: ['a', 'c'] },
      { name: 'scratch', diffIds: [] },
    ];
    expect(baseAmong(candidates, ['a', 'b', 'd'])?.name).toBe('python');
    expect(baseAmong(candidates, ['x'])).toBeUndefined();
  });
});
