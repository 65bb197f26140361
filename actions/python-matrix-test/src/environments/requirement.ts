import { normalize, sep } from 'node:path';
import type { InputKind } from '@data-profiler-actions/action-kit';

/** A file to install from. Its path is relative to the project's directory. */
export type RequirementFile =
  | { readonly kind: 'file' | 'constraints'; readonly path: string }
  | { readonly kind: 'lock'; readonly format: 'uv' | 'pylock'; readonly path: string };

/** One thing to install, in the order given. */
export type Requirement =
  | RequirementFile
  /** The project itself, built from its pyproject.toml, with extras. */
  | { readonly kind: 'project'; readonly extras: readonly string[] }
  /** A dependency group of pyproject.toml (PEP 735). */
  | { readonly kind: 'group'; readonly name: string };

/**
 * Entries at commas (outside brackets) or newlines: a requirements file, a constraints file (by that name, or `-c file`), `uv.lock`,
 * `pylock.toml` (or `pylock.NAME.toml`), `.` or `pyproject.toml` with extras in brackets, `group:NAME`.
 */
export const requirementList = (): InputKind<Requirement[]> => ({
  parse: (raw) => ({ ok: true, value: splitEntries(raw).map(parseEntry) }),
});

function splitEntries(raw: string): string[] {
  return raw
    .split(/\r?\n/)
    .filter((line) => !line.trim().startsWith('#'))
    .flatMap((line) => line.split(/,(?![^[]*\])/))
    .map((entry) => entry.trim())
    .filter(Boolean);
}

function parseEntry(entry: string): Requirement {
  const project = /^(?:\.|pyproject\.toml)(?:\[([^\]]*)\])?$/.exec(entry);
  if (project)
    return {
      kind: 'project',
      extras: (project[1] ?? '')
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    };
  const group = /^(?:group:|--group[ =])\s*([\w.-]+)$/.exec(entry);
  if (group) return { kind: 'group', name: group[1] ?? '' };
  const path = normalize(entry.replace(/^(-r|-c|--requirement|--constraint)[ =]\s*/, ''));
  const name = path.split(sep).at(-1) ?? '';
  if (name === 'uv.lock') return { kind: 'lock', format: 'uv', path };
  if (/^pylock(\.[^.]+)?\.toml$/.test(name)) return { kind: 'lock', format: 'pylock', path };
  const constraints = /^(-c|--constraint)[ =]/.test(entry) || /^constraints.*\.txt$/.test(name);
  return { kind: constraints ? 'constraints' : 'file', path };
}

/** What decides the download cache: every file that a requirement is read from. */
export function filesOf(requirements: readonly Requirement[]): string[] {
  const named = requirements.flatMap((each) => ('path' in each ? [each.path] : []));
  return [...new Set([...named, 'pyproject.toml'])].sort();
}
