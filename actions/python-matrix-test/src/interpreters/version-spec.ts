/** One entry of `python-versions`, in setup-python's notation. */
export interface VersionSpec {
  /** As it was written; legs are named by it. */
  readonly text: string;
  readonly implementation: 'cpython' | 'pypy';
  /** Language version, as `3.12`. */
  readonly minor: string;
  /** Undefined: the newest there is. */
  readonly patch: number | undefined;
  readonly freeThreaded: boolean;
  /** An alpha, beta or release candidate will do. */
  readonly preRelease: boolean;
}

export type ParsedSpec =
  { readonly ok: true; readonly spec: VersionSpec } | { readonly ok: false; readonly problem: string };

const shape = /^(pypy-?)?(3\.\d{1,2})(?:\.(\d{1,2}))?(t)?(-dev)?$/;
const forms = 'a version is written like 3.12, 3.12.1, 3.14-dev, 3.13t or pypy3.11';

/** Reads `3.12`, `3.12.1`, `3.14-dev`, `3.13t`, `3.14t-dev`, `pypy3.11`, `pypy-3.11`. */
export function parseVersion(text: string): ParsedSpec {
  const match = shape.exec(text);
  if (!match) return { ok: false, problem: `holds "${text}"; ${forms}` };
  const [, pypy, minor = '', patch, freeThreaded, dev] = match;
  if (minor === '3.1')
    return { ok: false, problem: 'holds "3.1", which is what YAML makes of an unquoted 3.10; put it in quotes' };
  if (pypy && (patch !== undefined || freeThreaded || dev))
    return { ok: false, problem: `holds "${text}"; of PyPy only the language version is chosen, as in pypy${minor}` };
  return {
    ok: true,
    spec: {
      text,
      implementation: pypy ? 'pypy' : 'cpython',
      minor,
      patch: patch === undefined ? undefined : Number(patch),
      freeThreaded: freeThreaded !== undefined,
      preRelease: dev !== undefined,
    },
  };
}

/** The same request in uv's words (`uv python install …`). */
export function uvRequest({ implementation, minor, patch, freeThreaded }: VersionSpec): string {
  if (implementation === 'pypy') return `pypy@${minor}`;
  return `${minor}${patch === undefined ? '' : `.${patch}`}${freeThreaded ? 't' : ''}`;
}

/** Oldest first; CPython after PyPy of the same language version, and a build without the GIL before one with it. */
export function compareSpecs(a: VersionSpec, b: VersionSpec): number {
  const rank = ({ implementation, freeThreaded, preRelease }: VersionSpec): number =>
    (implementation === 'pypy' ? 0 : 4) + (freeThreaded ? 0 : 2) + (preRelease ? 0 : 1);
  const minor = ({ minor }: VersionSpec): number => Number(minor.split('.')[1]);
  return minor(a) - minor(b) || rank(a) - rank(b) || (a.patch ?? Infinity) - (b.patch ?? Infinity) || 0;
}

/** Versions that a machine is likely to have, of which any can install a program. */
export const usualVersions: readonly VersionSpec[] = ['3.12', '3.13', '3.11', '3.14', '3.10', '3.9'].flatMap((text) => {
  const parsed = parseVersion(text);
  return parsed.ok ? [parsed.spec] : [];
});
