/** A moment as a clock and a calendar on a wall of a time zone show it. Weekdays count from Sunday, 0. */
export interface ZonedTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly weekday: number;
  readonly dayOfYear: number;
  /** Weeks that begin on Sunday; the first holds January 1. */
  readonly week: number;
  readonly weekYear: number;
  /** ISO 8601: weeks that begin on Monday; the first holds January 4. */
  readonly isoWeek: number;
  readonly isoWeekYear: number;
  readonly offsetMinutes: number;
  readonly zoneName: string;
  readonly epochMs: number;
}

const dayMs = 86_400_000;

/** Throws a RangeError for a zone that the IANA database does not know. */
export function zonedTime(date: Date, zone: string): ZonedTime {
  const epochMs = date.getTime();
  const { wallMs, zoneName } = zone === 'UTC' ? { wallMs: epochMs, zoneName: 'UTC' } : onTheWall(date, zone);
  const wall = new Date(wallMs);
  const year = wall.getUTCFullYear();
  const weekday = wall.getUTCDay();
  const dayStart = Date.UTC(year, wall.getUTCMonth(), wall.getUTCDate());
  const local = weekOf(dayStart + (6 - weekday) * dayMs);
  const iso = weekOf(dayStart + (4 - (weekday || 7)) * dayMs);
  return {
    year,
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    millisecond: wall.getUTCMilliseconds(),
    weekday,
    dayOfYear: (dayStart - Date.UTC(year, 0, 1)) / dayMs + 1,
    week: local.week,
    weekYear: local.year,
    isoWeek: iso.week,
    isoWeekYear: iso.year,
    offsetMinutes: Math.round((wallMs - epochMs) / 60_000),
    zoneName,
    epochMs,
  };
}

/** The week that a year's deciding day is in: Saturday where weeks begin on Sunday, Thursday by ISO 8601. */
function weekOf(decidingDay: number): { week: number; year: number } {
  const year = new Date(decidingDay).getUTCFullYear();
  return { year, week: Math.floor((decidingDay - Date.UTC(year, 0, 1)) / dayMs / 7) + 1 };
}

function onTheWall(date: Date, zone: string): { wallMs: number; zoneName: string } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    timeZoneName: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const [year, month, day] = [read('year'), read('month') - 1, read('day')];
  const wholeSeconds = Date.UTC(year, month, day, read('hour'), read('minute'), read('second'));
  return { wallMs: wholeSeconds + date.getUTCMilliseconds(), zoneName: parts.get('timeZoneName') ?? zone };
}
