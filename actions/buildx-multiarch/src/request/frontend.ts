import type { KeyValue } from '@data-profiler-actions/action-kit';
import { parseReference } from '@data-profiler-actions/oci';

/** The image that reads the Dockerfile in place of BuildKit itself. */
export interface Frontend {
  /** Empty for the frontend built in BuildKit. */
  readonly reference: string;
  /** Of the Dockerfile, 1-based; 0 where `build-args` name it. */
  readonly line: number;
}

/** Who reads the Dockerfile: the build argument BUILDKIT_SYNTAX goes before the directive (BuildKit, frontend/dockerfile/builder). */
export function frontendOf(dockerfile: string, buildArgs: readonly KeyValue[]): Frontend {
  const given = buildArgs.findLast(({ key }) => key === 'BUILDKIT_SYNTAX')?.value.trim() ?? '';
  return given === '' ? directive(dockerfile) : { reference: firstWord(given), line: 0 };
}

/** One that reads Dockerfiles as the Dockerfile reference says. */
export function isUsualFrontend({ reference }: Frontend): boolean {
  return /^($|docker\/dockerfile[:@])/.test(reference);
}

/** Where the frontend is named, as the end of "asks for the frontend … in". */
export function placeOf({ line }: Frontend): string {
  return line === 0 ? 'BUILDKIT_SYNTAX of `build-args`' : `its \`# syntax\` line (line ${line})`;
}

/** What is wrong with the frontend's name; BuildKit would say it only after the builder has started. */
export function frontendProblem(frontend: Frontend): string | undefined {
  const { reference } = frontend;
  const parsed = reference === '' ? undefined : parseReference(reference);
  return parsed === undefined || parsed.ok
    ? undefined
    : `asks for the frontend "${reference}" in ${placeOf(frontend)}, which ${parsed.problem}; write it as docker/dockerfile:1, or leave it out for the frontend built in BuildKit`;
}

/** The `syntax` directive: only a shebang and other directives may stand before it (Dockerfile reference, "Parser directives"; BuildKit, DetectSyntax). */
function directive(text: string): Frontend {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const mark of ['#', '//']) {
    const found = lines.findIndex((line, at) => !isPreamble(line, at, mark));
    const before = lines.slice(0, found < 0 ? lines.length : found);
    const at = before.findIndex((line) => /^\W+syntax\s*=/i.test(line));
    if (at >= 0) return { reference: firstWord((before[at] ?? '').replace(/^[^=]*=/, '')), line: at + 1 };
  }
  return { reference: '', line: 0 };
}

function isPreamble(line: string, at: number, mark: string): boolean {
  if (at === 0 && line.startsWith('#!')) return true;
  return line.startsWith(mark) && /^\s*(syntax|escape|check)\s*=\s*\S/i.test(line.slice(mark.length));
}

function firstWord(text: string): string {
  return text.trim().split(/\s/)[0] ?? '';
}
