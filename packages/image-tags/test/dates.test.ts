import { expect, it } from '@jest/globals';
import { base, names } from './run-facts.ts';

const at = (moment: string, format: string, zone = ''): string =>
  names({ ...base, now: new Date(moment) }, `type=raw,"value={{date '${format}'${zone && ` tz='${zone}'`}}}"`)[0] ?? '';

it.each([
  ['YYYYMMDD', '', '20260304'],
  ['YYYY-MM-DDTHHmmss', '', '2026-03-04T230506'],
  ['YY.M.D', '', '26.3.4'],
  ['YYYY.DDDD', '', '2026.063'],
  ['GGGG-[W]WW-E', '', '2026-W10-3'],
  ['gggg-ww', '', '2026-10'],
  ['Q', '', '1'],
  ['MMM Do, dddd', '', 'Mar-4th-Wednesday'],
  ['h-mm-A', '', '11-05-PM'],
  ['kk', '', '23'],
  ['SSS', '', '789'],
  ['X', '', '1772665506'],
  ['x', '', '1772665506789'],
  ['[z]ZZ', 'Asia/Kolkata', 'z-0530'],
  ['YYYYMMDDHH', 'Europe/Berlin', '2026030500'],
  ['YYYYMMDDHH', 'America/New_York', '2026030418'],
  ['LL', '', 'March-4-2026'],
  ['[build]-YYYY', '', 'build-2026'],
])('the format %s in %s', (format, zone, expected) => {
  expect(at('2026-03-04T23:05:06.789Z', format, zone)).toBe(expected);
});

it.each([
  ['2021-01-03T12:00:00Z', 'GGGG-WW gggg-ww', '2020-53-2021-02'],
  ['2024-12-30T12:00:00Z', 'GGGG-WW gggg-ww', '2025-01-2025-01'],
  ['2024-02-29T00:00:00Z', 'DDD', '60'],
])('the weeks around a new year: %s', (moment, format, expected) => {
  expect(at(moment, format)).toBe(expected);
});
