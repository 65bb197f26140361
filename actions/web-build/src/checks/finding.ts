import { matchesPath, nearest, type Parsed } from '@data-profiler-actions/action-kit';

/** Every check there is, and how grave what it finds is. */
export const severities = {
  'dist-missing': 'error',
  'index-missing': 'error',
  'dist-stale': 'error',
  'ref-missing': 'error',
  'case-mismatch': 'error',
  'manifest-broken': 'error',
  'env-leak': 'error',
  'dotfile-leak': 'error',
  'dev-code': 'error',
  budget: 'error',
  'page-error': 'error',
  'base-mismatch': 'warning',
  'localhost-url': 'warning',
  'sourcemap-public': 'warning',
  'unhashed-asset': 'warning',
  placeholder: 'warning',
  'build-warning': 'warning',
  'chunk-limit': 'warning',
  'duplicate-content': 'warning',
} as const;

export type CheckId = keyof typeof severities;

export const checkIds = Object.keys(severities) as CheckId[];

/** Something a check found in the built site. */
export interface Finding {
  readonly id: CheckId;
  readonly severity: 'error' | 'warning';
  /** Relative to the output directory; empty for the site as a whole. */
  readonly file: string;
  /** 1-based line in `file`. */
  readonly line?: number;
  readonly message: string;
  /** The text as written in the site, by which its source is looked up. */
  readonly reference?: string;
  /** What mends it, where that is not what mends others of its kind. */
  readonly remedy?: string;
}

export function finding(id: CheckId, file: string, message: string, more: Partial<Finding> = {}): Finding {
  return { id, severity: severities[id], file, message, ...more };
}

export interface Ignore {
  readonly id: CheckId;
  readonly glob: string;
}

/** `check-id [glob over file]` */
export function parseIgnore(line: string): Parsed<Ignore> {
  const [id = '', glob = '**', ...rest] = line.split(/\s+/);
  const known = checkIds.find((item) => item === id);
  if (!known) return { ok: false, problem: `names ${unknownId(id, checkIds)}` };
  if (rest.length > 0) return { ok: false, problem: `needs "check-id [glob]" on every line, not "${line}"` };
  return { ok: true, value: { id: known, glob } };
}

/** `"ref-mising", which is no check (did you mean ref-missing?); there are …` */
export function unknownId(id: string, known: readonly string[]): string {
  const similar = nearest(id, known);
  return `"${id}", which is no check${similar === undefined ? '' : ` (did you mean ${similar}?)`}; there are ${known.join(', ')}`;
}

/** The findings that no rule lets pass, with what `fail-on` names made errors. */
export function judge(findings: readonly Finding[], ignore: readonly string[], failOn: readonly string[]): Finding[] {
  const rules = ignore.map(parseIgnore).flatMap((rule) => (rule.ok ? [rule.value] : []));
  return findings
    .filter((item) => !rules.some(({ id, glob }) => id === item.id && (glob === '**' || matchesPath(item.file, glob))))
    .map((item): Finding =>
      failOn.includes('warnings') || failOn.includes(item.id) ? { ...item, severity: 'error' } : item,
    )
    .sort((a, b) => rank(a) - rank(b));
}

/** Errors before warnings; of each, the page before what it loads. */
const rank = ({ severity, file }: Finding): number =>
  (severity === 'warning' ? 2 : 0) + (/\.html?$/.test(file) ? 0 : 1);
