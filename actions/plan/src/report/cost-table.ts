import { bar, escapeMarkdown, table } from '@data-profiler-actions/action-kit';
import type { Alternative, Cost } from '../cost/cost.ts';
import type { Figure } from '../cost/workload.ts';
import type { History } from '../history/earlier-runs.ts';

/** The alternatives with their bars, then what the numbers rest on. */
export function costTable(cost: Cost, history: History): string {
  const most = Math.max(...cost.alternatives.map(({ dollars }) => dollars), 1);
  const rows = cost.alternatives.map((each) => row(each, most));
  const header = ['strategy', 'builds', 'billed minutes', 'a month', '', 'own machines cost less from'];
  return `${table(header, rows)}\n\n${basis(cost)}\n\n${sources(cost, history)}`;
}

function row({ strategy, builds, minutes, dollars, breakEvenBuilds }: Alternative, most: number): string[] {
  return [
    strategy,
    builds,
    minutes.toLocaleString('en-US'),
    `$${dollars.toFixed(2)}`,
    bar(dollars / most),
    breakEvenBuilds === undefined ? '' : `${breakEvenBuilds} builds a day`,
  ];
}

function basis({ figures, includedMinutes, pricesAsOf }: Cost): string {
  const { buildsPerDay, nativeMinutes, emulatedMinutes, lightMinutes } = figures;
  const quota =
    includedMinutes > 0 ? `${includedMinutes.toLocaleString('en-US')} minutes included` : 'a public repository';
  const parts = [
    `${shown(buildsPerDay)} builds a day`,
    `${shown(nativeMinutes)} minutes a native build`,
    `${shown(emulatedMinutes)} more for each emulated platform`,
    `${shown(lightMinutes)} for the other jobs`,
    quota,
  ];
  return `${parts.join(', ')}; prices of ${pricesAsOf}. An estimate.`;
}

const origins: Readonly<Record<Figure['from'], string>> = {
  input: '',
  'earlier runs': ' (measured)',
  split: ' (measured with the other platforms of one job, the share of each assumed)',
  assumption: ' (assumed)',
};

const shown = ({ value, from }: Figure): string => `${value}${origins[from]}`;

function sources({ figures }: Cost, history: History): string {
  if ('unknown' in history) return escapeMarkdown(`Nothing is measured: ${history.unknown}.`);
  const measured = Object.values(figures).some(({ from }) => from === 'earlier runs' || from === 'split');
  return measured
    ? `Measured on this workflow’s pushes of the last 30 days (${history.runs}).`
    : 'The figures given were used in place of measured ones.';
}
