import { bar, details, escapeMarkdown, table } from '@data-profiler-actions/action-kit';
import type { Proof } from '../prove.ts';
import { kilobytes } from '../sizes/budgets.ts';
import type { Difference, SizeChange } from '../sizes/size-changes.ts';
import type { Amount, FileSize, InitialLoad, Sizes } from '../sizes/sizes.ts';

const filesAtMost = 50;
const pagesAtMost = 10;
const modulesAtMost = 15;

/** The sizes of a site: first load apart from the total, then file by file, with what changed. */
export function sizeBlocks(sizes: Sizes, { change, isAncestor, baselineNote, heaviest }: Proof): string[] {
  const since = change
    ? `${change.commit.slice(0, 7)}${isAncestor === true ? '' : ' (not known to be an ancestor)'}`
    : '';
  return [
    totals(sizes, change, since),
    ...(baselineNote === '' ? [] : [escapeMarkdown(baselineNote)]),
    ...(sizes.initial.length > 1 ? [pages(sizes.initial)] : []),
    files(sizes, change?.files),
    ...(heaviest ? [details(`What ${escapeMarkdown(heaviest.file)} is made of`, modules(heaviest.modules))] : []),
  ];
}

function totals({ total, initial }: Sizes, change: SizeChange | undefined, since: string): string {
  const row = (what: string, { bytes, gzip }: Amount, difference: string): string[] => [
    what,
    kilobytes(bytes),
    kilobytes(gzip),
    ...(since === '' ? [] : [difference]),
  ];
  const first = initial[0];
  return table(
    ['', 'Size', 'gzip', ...(since === '' ? [] : [`since ${since}`])],
    [
      ...(first ? [row('First load, JavaScript', first.js, changeText(change?.initialJsGzip, ' gzip'))] : []),
      ...(first ? [row('First load, CSS', first.css, '')] : []),
      row('**Whole site**', total, changeText(change?.total)),
    ],
  );
}

function pages(initial: readonly InitialLoad[]): string {
  const rows = initial
    .slice(0, pagesAtMost)
    .map(({ page, js, css }) => [escapeMarkdown(page), kilobytes(js.gzip), kilobytes(css.gzip)]);
  const rest = initial.length - rows.length;
  return table(
    ['Page', 'JavaScript first, gzip', 'CSS first, gzip'],
    [...rows, ...(rest > 0 ? [[`… and ${rest} more`, '', '']] : [])],
  );
}

function files({ files: all, initial }: Sizes, changes: ReadonlyMap<string, Difference> | undefined): string {
  const largest = all[0]?.bytes ?? 1;
  const early = new Set(initial[0]?.files);
  const row = ({ file, bytes, gzip, brotli }: FileSize): string[] => [
    `${escapeMarkdown(file)}${early.has(file) ? ' ⚡' : ''}`,
    bar(bytes / largest),
    kilobytes(bytes),
    kilobytes(gzip),
    brotli === undefined ? '' : kilobytes(brotli),
    ...(changes ? [changeText(changes.get(file))] : []),
  ];
  const header = ['File (⚡ first load)', '', 'Size', 'gzip', 'Brotli', ...(changes ? ['Change'] : [])];
  const gone = [...(changes ?? [])].filter(([, { after }]) => after === 0).slice(0, filesAtMost);
  const rest = all.length - filesAtMost;
  const blank = header.slice(1).map(() => '');
  return table(header, [
    ...all.slice(0, filesAtMost).map(row),
    ...(rest > 0 ? [[`${rest} smaller files`, ...blank]] : []),
    ...gone.map(([file, difference]) => [escapeMarkdown(file), 'gone', '', '', '', changeText(difference)]),
  ]);
}

function modules(shares: readonly { readonly name: string; readonly bytes: number }[]): string {
  const largest = shares[0]?.bytes ?? 1;
  const rows = shares
    .slice(0, modulesAtMost)
    .map(({ name, bytes }) => [escapeMarkdown(name), bar(bytes / largest), kilobytes(bytes)]);
  const rest = shares.length - rows.length;
  return table(['Module', '', 'Size'], [...rows, ...(rest > 0 ? [[`${rest} smaller modules`, '', '']] : [])]);
}

/** `+1.20 kB (+3.4 %)`; a dash where nothing changed. */
function changeText(difference: Difference | undefined, unit = ''): string {
  if (!difference) return '';
  const { before, after } = difference;
  if (before === after) return '–';
  if (before === 0) return 'new';
  const percent = ((after - before) / before) * 100;
  const sign = after > before ? '+' : '−';
  return `${sign}${kilobytes(Math.abs(after - before))}${unit} (${sign}${Math.abs(percent).toFixed(1)} %)`;
}
