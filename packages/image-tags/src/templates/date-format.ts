import { zonedTime, type ZonedTime } from './zoned-time.ts';

/** What a token of moment.js (its documentation, "Format", English) stands for. */
type Token = (time: ZonedTime) => string;

const months = 'January February March April May June July August September October November December'.split(' ');
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
const monthName = ({ month }: ZonedTime): string => months[month - 1] ?? '';
const dayName = ({ weekday }: ZonedTime): string => weekdays[weekday] ?? '';
const twelve = ({ hour }: ZonedTime): number => hour % 12 || 12;
const quarter = ({ month }: ZonedTime): number => Math.ceil(month / 3);

function ordinal(value: number): string {
  const teen = value % 100 >= 11 && value % 100 <= 13;
  return `${value}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')}`;
}

/** `+01:00`, or `+0100` without separator. */
function offset({ offsetMinutes }: ZonedTime, separator: string): string {
  const minutes = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${separator}${pad(minutes % 60, 2)}`;
}

/** Numbers whose letter, written twice, pads them to two digits. */
const numbers: readonly (readonly [letter: string, of: (time: ZonedTime) => number, widest: number])[] = [
  ['M', ({ month }) => month, 2],
  ['D', ({ day }) => day, 2],
  ['H', ({ hour }) => hour, 2],
  ['h', twelve, 2],
  ['k', ({ hour }) => hour || 24, 2],
  ['m', ({ minute }) => minute, 2],
  ['s', ({ second }) => second, 2],
  ['w', ({ week }) => week, 2],
  ['W', ({ isoWeek }) => isoWeek, 2],
  ['Q', quarter, 1],
];

const simple = numbers.flatMap(([letter, of, widest]): [string, Token][] =>
  Array.from({ length: widest }, (_, index) => [letter.repeat(index + 1), (time) => pad(of(time), index + 1)]),
);

const years = (letter: string, of: (time: ZonedTime) => number): [string, Token][] => [
  [letter.repeat(2), (time) => pad(of(time) % 100, 2)],
  [letter.repeat(4), (time) => pad(of(time), 4)],
  [letter.repeat(5), (time) => pad(of(time), 5)],
];

const tokens: ReadonlyMap<string, Token> = new Map<string, Token>([
  ...simple,
  ...years('Y', ({ year }) => year),
  ...years('g', ({ weekYear }) => weekYear),
  ...years('G', ({ isoWeekYear }) => isoWeekYear),
  ['Y', ({ year }) => String(year)],
  ['YYYYYY', ({ year }) => `+${pad(year, 6)}`],
  ...[1, 2, 3, 4].map((count): [string, Token] => ['y'.repeat(count), ({ year }) => pad(year, count)]),
  ['MMM', (time) => monthName(time).slice(0, 3)],
  ['MMMM', monthName],
  ['DDD', ({ dayOfYear }) => String(dayOfYear)],
  ['DDDD', ({ dayOfYear }) => pad(dayOfYear, 3)],
  ['d', ({ weekday }) => String(weekday)],
  ['e', ({ weekday }) => String(weekday)],
  ['E', ({ weekday }) => String(weekday || 7)],
  ['dd', (time) => dayName(time).slice(0, 2)],
  ['ddd', (time) => dayName(time).slice(0, 3)],
  ['dddd', dayName],
  ['Mo', ({ month }) => ordinal(month)],
  ['Qo', (time) => ordinal(quarter(time))],
  ['Do', ({ day }) => ordinal(day)],
  ['DDDo', ({ dayOfYear }) => ordinal(dayOfYear)],
  ['do', ({ weekday }) => ordinal(weekday)],
  ['wo', ({ week }) => ordinal(week)],
  ['Wo', ({ isoWeek }) => ordinal(isoWeek)],
  ['A', ({ hour }) => (hour < 12 ? 'AM' : 'PM')],
  ['a', ({ hour }) => (hour < 12 ? 'am' : 'pm')],
  ...Array.from({ length: 9 }, (_, index): [string, Token] => [
    'S'.repeat(index + 1),
    ({ millisecond }) =>
      pad(millisecond, 3)
        .padEnd(9, '0')
        .slice(0, index + 1),
  ]),
  ['X', ({ epochMs }) => String(Math.floor(epochMs / 1000))],
  ['x', ({ epochMs }) => String(epochMs)],
  ['Z', (time) => offset(time, ':')],
  ['ZZ', (time) => offset(time, '')],
  ['z', ({ zoneName }) => zoneName],
  ['zz', ({ zoneName }) => zoneName],
]);

/** Tokens that stand for several others. */
const shorthands: Readonly<Record<string, string>> = {
  LT: 'h:mm A',
  LTS: 'h:mm:ss A',
  L: 'MM/DD/YYYY',
  l: 'M/D/YYYY',
  LL: 'MMMM D, YYYY',
  ll: 'MMM D, YYYY',
  LLL: 'MMMM D, YYYY h:mm A',
  lll: 'MMM D, YYYY h:mm A',
  LLLL: 'dddd, MMMM D, YYYY h:mm A',
  llll: 'ddd, MMM D, YYYY h:mm A',
};

const longestToken = 6;

/** Why a format or a time zone cannot be used; undefined where both can. */
export function dateProblem(format: string, zone: string): string | undefined {
  if (format === '') return "a date needs a format like 'YYYYMMDD'";
  try {
    zonedTime(new Date(0), zone);
    return undefined;
  } catch {
    return `"${zone}" is no time zone; write one of the IANA database, like Europe/Berlin`;
  }
}

/** A date by a moment.js format in a time zone of the IANA database. Text in brackets is literal, and so is every letter that is no token. */
export function formatDate(date: Date, format: string, zone: string): string {
  return write(format, zonedTime(date, zone));
}

function write(format: string, time: ZonedTime): string {
  let written = '';
  for (let at = 0; at < format.length;) {
    const literal = /^\[([^\]]*)\]/.exec(format.slice(at));
    const token = literal?.[0] ?? longestAt(format, at);
    written += literal?.[1] ?? valueOf(token, time);
    at += token.length;
  }
  return written;
}

function longestAt(format: string, at: number): string {
  for (let length = longestToken; length > 1; length -= 1) {
    const candidate = format.slice(at, at + length);
    if (candidate.length === length && (tokens.has(candidate) || candidate in shorthands)) return candidate;
  }
  return format.charAt(at);
}

function valueOf(token: string, time: ZonedTime): string {
  const shorthand = shorthands[token];
  return shorthand === undefined ? (tokens.get(token)?.(time) ?? token) : write(shorthand, time);
}
