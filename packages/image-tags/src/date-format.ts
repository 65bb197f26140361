/** Tokens of moment.js that date expressions may use (its documentation, "Format"). Text in brackets is literal. */
const token = /\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|SSS|A|a|X|x|[A-Za-z]+/g;
const known = /^(?:YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|SSS|A|a|X|x)$/;

/** Why a format or a time zone cannot be used; undefined where both can. */
export function dateProblem(format: string, zone: string): string | undefined {
  if (format === '') return "a date needs a format like 'YYYYMMDD'";
  for (const [text, literal] of format.matchAll(token))
    if (literal === undefined && !known.test(text)) return `"${text}" is no known part of a date format`;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return undefined;
  } catch {
    return `"${zone}" is no time zone`;
  }
}

/** A date by a moment.js format in a time zone of the IANA database. */
export function formatDate(date: Date, format: string, zone: string): string {
  const parts = partsOf(date, zone);
  return format.replaceAll(token, (text, literal: string | undefined) => literal ?? parts[text] ?? text);
}

function partsOf(date: Date, zone: string): Readonly<Record<string, string>> {
  const read = (options: Intl.DateTimeFormatOptions): string[] =>
    new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...options })
      .formatToParts(date)
      .filter(({ type }) => type !== 'literal')
      .map(({ value }) => value);
  const [MM = '', DD = '', YYYY = ''] = read({ year: 'numeric', month: '2-digit', day: '2-digit' });
  const [HH = '', mm = '', ss = ''] = read({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const twelve = Number(HH) % 12 || 12;
  const half = Number(HH) < 12 ? 'AM' : 'PM';
  return {
    ...{ YYYY, YY: YYYY.slice(-2), MM, M: short(MM), DD, D: short(DD), HH, H: short(HH), mm, m: short(mm), ss },
    ...{ s: short(ss), hh: String(twelve).padStart(2, '0'), h: String(twelve), A: half, a: half.toLowerCase() },
    MMMM: read({ month: 'long' }).join(''),
    MMM: read({ month: 'short' }).join(''),
    dddd: read({ weekday: 'long' }).join(''),
    ddd: read({ weekday: 'short' }).join(''),
    SSS: String(date.getUTCMilliseconds()).padStart(3, '0'),
    X: String(Math.floor(date.getTime() / 1000)),
    x: String(date.getTime()),
  };
}

const short = (digits: string): string => String(Number(digits));
