import { describe, expect, it } from '@jest/globals';
import { frontendOf, frontendProblem } from '../src/request/frontend.ts';

describe('the frontend of a Dockerfile', () => {
  it.each<readonly [string, string, string, number]>([
    ['in the first line', '# syntax=docker/dockerfile:1\nFROM a\n', 'docker/dockerfile:1', 1],
    ['without blanks', '#syntax=reg.example/f:1\n', 'reg.example/f:1', 1],
    ['with an option behind it', '# syntax = reg.example/f:1 --option\n', 'reg.example/f:1', 1],
    ['behind other directives', '# escape=`\r\n# check=skip=all\r\n# Syntax=reg.example/f:1\r\n', 'reg.example/f:1', 3],
    ['behind a shebang', '#!/usr/bin/env build\n# syntax=reg.example/f:1\n', 'reg.example/f:1', 2],
    ['as other languages write comments', '// syntax=reg.example/f:1\n', 'reg.example/f:1', 1],
    ['behind a byte-order mark', '\uFEFF# syntax=reg.example/f:1\n', 'reg.example/f:1', 1],
    ['after a word that is no directive', '# author=me\n# syntax=reg.example/f:1\n', '', 0],
    ['after an instruction', 'FROM a\n# syntax=reg.example/f:1\n', '', 0],
    ['nowhere', '', '', 0],
  ])('is found %s', (_, text, reference, line) => {
    expect(frontendOf(text, [])).toEqual({ reference, line });
  });

  it('is that of BUILDKIT_SYNTAX where the build arguments have it', () => {
    const given = [{ key: 'BUILDKIT_SYNTAX', value: 'Reg.example/F:1' }];
    const frontend = frontendOf('# syntax=docker/dockerfile:1\n', given);
    expect(frontend).toEqual({ reference: 'Reg.example/F:1', line: 0 });
    expect(frontendProblem(frontend)).toMatch(/in BUILDKIT_SYNTAX of `build-args`, which must be lower-case/);
  });
});
