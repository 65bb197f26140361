import { describe, expect, it } from '@jest/globals';
import { readActionInputs } from '../src/inputs.ts';
import { stagesOf, targetMistakes } from '../src/request/stages.ts';

const { inputs } = readActionInputs({});

/** What is wrong with a target of a Dockerfile. */
function problemOf(target: string, text: string, frontend = '', contexts: readonly string[] = []): string | undefined {
  const dockerfile = {
    path: 'Dockerfile',
    found: true,
    declared: [],
    stages: stagesOf(text),
    frontend: { reference: frontend, line: 0 },
  };
  const buildContexts = contexts.map((key) => ({ key, value: 'x' }));
  return targetMistakes({ ...inputs, target, buildContexts }, dockerfile)[0]?.problem;
}

describe('a target', () => {
  it.each([
    ['plain', 'FROM scratch AS build\n'],
    ['in any case', 'from scratch as Build\n'],
    ['behind a platform', 'ARG A\nFROM --platform=$BUILDPLATFORM a AS build\r\nRUN x\r\n'],
    ['over several lines', 'FROM a \\\n# why\n  AS build\n'],
    ['over several lines in PowerShell’s way', '# escape=`\nFROM a `\n  AS build\n'],
    ['after a BOM', '\uFEFFFROM a AS build'],
  ])('is a stage that is named %s', (_, text) => {
    expect(problemOf('build', text)).toBeUndefined();
  });

  it('that the Dockerfile lacks is told with those it has', () => {
    expect(problemOf('buidl', 'FROM a AS build\nFROM b AS test\nFROM c\n')).toBe(
      'names "buidl", a stage that Dockerfile does not have; it has build, test (did you mean build?)',
    );
    expect(problemOf('build', 'FROM a\n')).toBe(
      'names "build", a stage that Dockerfile does not have; none of its stages has a name (FROM … AS build)',
    );
  });

  it('is left to the build where the Dockerfile alone does not decide it', () => {
    const text = 'FROM a AS build\n';
    expect([
      problemOf('', text),
      problemOf('0', text),
      problemOf('x', text, 'reg.example/own:1'),
      problemOf('x', text, '', ['x']),
    ]).toEqual([undefined, undefined, undefined, undefined]);
    expect(problemOf('x', text, 'docker/dockerfile:1')).toBeDefined();
  });
});
