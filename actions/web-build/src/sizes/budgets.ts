import { counted, matchesPath, nearest, type Parsed } from '@data-profiler-actions/action-kit';
import { finding, type Finding } from '../checks/finding.ts';
import { amount, type Amount, type Sizes } from './sizes.ts';
import type { SizeChange } from './size-changes.ts';

export type Budget =
  | {
      readonly kind: 'size';
      /** `initial-js`, `initial-css`, `initial`, `total`, or a glob over files of the site. */
      readonly what: string;
      readonly limit: number;
      readonly gzip: boolean;
    }
  | { readonly kind: 'growth'; readonly percent: number };

/** A thousand, as Vite counts; the binary units are there for who means them. */
const units: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, kib: 1024, mib: 1024 ** 2 };

/** What a budget can be for, other than the files of a glob. */
const wholes = ['total', 'initial', 'initial-js', 'initial-css', 'growth'];

/** `initial-js 200 kB gzip`, `total 1 MB`, `assets/*.css 50 kB`, `growth 5 %` */
export function parseBudget(line: string): Parsed<Budget> {
  const growth = /^growth\s+(\d+(?:\.\d+)?)\s*%$/i.exec(line)?.[1];
  if (growth !== undefined) return { ok: true, value: { kind: 'growth', percent: Number(growth) } };
  const match = /^(\S+)\s+(\d+(?:\.\d+)?)\s*(B|kB|MB|KiB|MiB)(\s+gzip)?$/i.exec(line);
  const [, what = '', amount = '', unit = '', gzip] = match ?? [];
  if (!match || what.toLowerCase() === 'growth')
    return {
      ok: false,
      problem: `holds "${line}", which is not like "initial-js 200 kB gzip", "assets/*.css 50 kB" or "growth 5 %"`,
    };
  const meant = /[*./[{?]/.test(what) || wholes.includes(what) ? undefined : nearest(what, wholes);
  if (meant !== undefined)
    return { ok: false, problem: `holds "${line}": "${what}" is neither a size nor a glob (did you mean ${meant}?)` };
  const limit = Number(amount) * (units[unit.toLowerCase()] ?? 1);
  return { ok: true, value: { kind: 'size', what, limit, gzip: gzip !== undefined } };
}

export const budgetsOf = (lines: readonly string[]): Budget[] =>
  lines.map(parseBudget).flatMap((budget) => (budget.ok ? [budget.value] : []));

/** The budgets that a site passes. A glob's budget holds for all of its files together. */
export function checkBudgets(budgets: readonly Budget[], sizes: Sizes): Finding[] {
  return budgets.flatMap((budget) => {
    if (budget.kind === 'growth') return [];
    const { what, limit, gzip } = budget;
    const measured = measuredFor(what, sizes);
    const size = gzip ? measured.gzip : measured.bytes;
    if (size <= limit) return [];
    const over = size - limit < 10 ? counted(Math.ceil(size - limit), 'byte') : kilobytes(size - limit);
    const by = `${over} over its budget of ${kilobytes(limit)}${gzip ? ' gzip' : ''}`;
    return [finding('budget', '', `${what} is ${kilobytes(size)}, ${by}`)];
  });
}

/** Growth of the whole site, and of the compressed JavaScript that comes first, beyond what is allowed. */
export function checkGrowth(budgets: readonly Budget[], change: SizeChange): Finding[] {
  return budgets.flatMap((budget) => {
    if (budget.kind === 'size') return [];
    const measured = [
      ['the whole site', change.total],
      ['initial JavaScript (gzip)', change.initialJsGzip],
    ] as const;
    return measured.flatMap(([what, { before, after }]) => {
      const percent = before === 0 ? 0 : ((after - before) / before) * 100;
      if (percent <= budget.percent) return [];
      const from = `from ${kilobytes(before)} at ${change.commit.slice(0, 7)} to ${kilobytes(after)}`;
      return [
        finding('budget', '', `${what} grew by ${percent.toFixed(1)} %, ${from}; allowed are ${budget.percent} %`),
      ];
    });
  });
}

/** Budgets for files of which the site has none: they guard nothing, most often a mistake in the glob. */
export function idleBudgets(budgets: readonly Budget[], { files }: Sizes): string[] {
  return budgets.flatMap((budget) => {
    if (budget.kind === 'growth' || wholes.includes(budget.what)) return [];
    return files.some(({ file }) => matchesPath(file, budget.what)) ? [] : [budget.what];
  });
}

function measuredFor(what: string, { files, total, initial }: Sizes): Amount {
  const first = initial[0];
  if (what === 'total') return total;
  if (what === 'initial-js') return amount(first ? [first.js] : []);
  if (what === 'initial-css') return amount(first ? [first.css] : []);
  if (what === 'initial') return amount(first ? [first.js, first.css] : []);
  return amount(files.filter(({ file }) => matchesPath(file, what)));
}

const decimals = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** kB of 1000 bytes, rounded as Vite prints them. */
export const kilobytes = (bytes: number): string => `${decimals.format(bytes / 1000)} kB`;
