import { matchesGlob } from 'node:path';
import { finding, type Finding } from '../checks/finding.ts';
import type { Sizes } from './sizes.ts';

export interface Budget {
  /** `initial-js`, `total`, or a glob over files of the site. */
  readonly what: string;
  readonly limit: number;
  readonly gzip: boolean;
}

type Parsed = { ok: true; value: Budget } | { ok: false; problem: string };

/** A thousand, as Vite counts; the binary units are there for who means them. */
const units: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, kib: 1024, mib: 1024 ** 2 };

/** `initial-js 200 kB gzip`, `total 1 MB`, `assets/*.css 50 kB` */
export function parseBudget(line: string): Parsed {
  if (line.startsWith('growth '))
    return { ok: false, problem: 'holds a growth line, which is not supported yet; leave it out' };
  const match = /^(\S+)\s+(\d+(?:\.\d+)?)\s*(B|kB|MB|KiB|MiB)(\s+gzip)?$/i.exec(line);
  const [, what = '', amount = '', unit = '', gzip] = match ?? [];
  if (!match)
    return {
      ok: false,
      problem: `holds "${line}", which is not like "initial-js 200 kB gzip" or "assets/*.css 50 kB"`,
    };
  return {
    ok: true,
    value: { what, limit: Number(amount) * (units[unit.toLowerCase()] ?? 1), gzip: gzip !== undefined },
  };
}

/** The budgets that a site passes. A glob's budget holds for all of its files together. */
export function checkBudgets(lines: readonly string[], sizes: Sizes): Finding[] {
  return lines.flatMap((line) => {
    const budget = parseBudget(line);
    if (!budget.ok) return [];
    const { what, limit, gzip } = budget.value;
    const files = sizes.files.filter(({ file }) => matchesGlob(file, what));
    const size = measured(what, gzip, sizes) ?? files.reduce((sum, file) => sum + (gzip ? file.gzip : file.bytes), 0);
    if (size <= limit) return [];
    const by = `${kilobytes(size - limit)} over its budget of ${kilobytes(limit)}${gzip ? ' gzip' : ''}`;
    return [finding('budget', '', `${what} is ${kilobytes(size)}, ${by}`)];
  });
}

function measured(what: string, gzip: boolean, sizes: Sizes): number | undefined {
  if (what === 'initial-js') return gzip ? sizes.initialJsGzip : sizes.initialJs;
  if (what === 'total') return gzip ? sizes.totalGzip : sizes.total;
  return undefined;
}

/** kB of 1000 bytes, as Vite prints them. */
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(2)} kB`;
