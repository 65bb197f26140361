import { isAbsolute, normalize, sep } from 'node:path';
import { didYouMean } from './suggestion.ts';

/** What an input's text becomes, or what is wrong with it (`problem` completes the sentence "Input x …", and may show the text itself). */
export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: string; showsText?: true };

export interface InputKind<T> {
  readonly parse: (raw: string) => Parsed<T>;
}

const good = <T>(value: T): Parsed<T> => ({ ok: true, value });
const bad = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

/** Any text, trimmed; empty when not given. */
export const text = (): InputKind<string> => ({ parse: (raw) => good(raw.trim()) });

/** One of a closed set of words, of which one may be empty. */
export function oneOf<const W extends string>(...words: W[]): InputKind<W> {
  const allowed = `${words.some((word) => word === '') ? 'empty or ' : ''}one of ${words.filter(Boolean).join(', ')}`;
  return {
    parse: (raw) => {
      const word = raw.trim();
      return isAmong(words, word) ? good(word) : bad(`must be ${allowed}${didYouMean(word, words)}`);
    },
  };
}

const isAmong = <W extends string>(words: readonly W[], word: string): word is W =>
  (words as readonly string[]).includes(word);

/** `true` or `false` (YAML 1.2 core schema, section 10.3.2). */
export const flag = (): InputKind<boolean> => ({
  parse: (raw) => {
    const word = raw.trim().toLowerCase();
    return word === 'true' || word === 'false' ? good(word === 'true') : bad('must be true or false');
  },
});

export interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** A decimal number within a range (bounds included); undefined when empty. */
export const optionalNumber = (range: Range = {}): InputKind<number | undefined> => ({
  parse: (raw) => (raw.trim() === '' ? good(undefined) : parseNumber(raw.trim(), range)),
});

/** A decimal number within a range (bounds included). */
export const number = (range: Range = {}): InputKind<number> => ({ parse: (raw) => parseNumber(raw.trim(), range) });

function parseNumber(raw: string, { min = -Infinity, max = Infinity, integer = false }: Range): Parsed<number> {
  const value = /^[+-]?\d+(\.\d+)?$/.test(raw) ? Number(raw) : Number.NaN;
  const fits = value >= min && value <= max && (!integer || Number.isInteger(value));
  return fits ? good(value) : bad(`must be ${integer ? 'a whole number' : 'a number'}${describeBounds(min, max)}`);
}

function describeBounds(min: number, max: number): string {
  if (Number.isFinite(min) && Number.isFinite(max)) return ` from ${min} to ${max}`;
  if (Number.isFinite(min)) return ` of at least ${min}`;
  return Number.isFinite(max) ? ` of at most ${max}` : '';
}

/** Items separated by commas or newlines; blank items and whole-line `#` comments are left out. */
export const list = (): InputKind<string[]> => ({ parse: (raw) => good(itemsOf(raw)) });

/** Items of a closed set. */
export function listOf<const W extends string>(...words: W[]): InputKind<W[]> {
  return {
    parse: (raw) => {
      const items = itemsOf(raw);
      if (items.every((item) => isAmong(words, item))) return good(items);
      const wrong = items.filter((item) => !isAmong(words, item)).map((item) => `"${item}"${didYouMean(item, words)}`);
      return bad(`holds ${wrong.join(', ')}; allowed are ${words.join(', ')}`);
    },
  };
}

/** One item a line, never split at commas; blank lines and whole-line `#` comments are left out. */
export const lines = (): InputKind<string[]> => ({ parse: (raw) => good(contentLines(raw)) });

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** `key=value` lines, split at newlines only; the value is everything after the first `=`. */
export const keyValues = (): InputKind<KeyValue[]> => ({
  parse: (raw) => {
    const entries = contentLines(raw).map((line) => ({ line, at: line.indexOf('=') }));
    const wrong = entries.find(({ at }) => at < 1);
    if (wrong) return bad(`needs key=value on every line; "${wrong.line}" has no key or no "="`);
    return good(entries.map(({ line, at }) => ({ key: line.slice(0, at).trim(), value: line.slice(at + 1) })));
  },
});

/** `id=value` lines whose text is never shown: a value of several lines shows itself as a line without `=`. */
export const secretValues = (): InputKind<KeyValue[]> => ({
  parse: (raw) => {
    const wrong = numberedLines(raw).filter(({ text: line }) => line.indexOf('=') < 1);
    return wrong.length > 0
      ? bad(`needs id=value on every line; ${unshown(wrong)}; a value of several lines needs a file`)
      : keyValues().parse(raw);
  },
});

export interface Credential {
  readonly host: string;
  readonly user: string;
  readonly password: string;
}

/** `host user password` lines; the password is everything after the second space. A host means the same in any case. */
export const credentials = (): InputKind<Credential[]> => ({
  parse: (raw) => {
    const read: Credential[] = [];
    const wrong: NumberedLine[] = [];
    for (const line of numberedLines(raw)) {
      const [, given = '', user = '', password = ''] = /^(\S+) (\S+) (.+)$/.exec(line.text) ?? [];
      const host = given.toLowerCase();
      if (!isHost(host)) wrong.push(line);
      else if (read.some((before) => before.host === host))
        return bad(`names a host twice: line ${line.number} names one that a line before it names`);
      else read.push({ host, user, password });
    }
    if (wrong.length === 0) return good(read);
    const rule = 'needs "host user password" on every line, the host without https:// and without a path';
    return bad(`${rule}; ${unshown(wrong)}`);
  },
});

/** A registry's host, or the one address under which Docker keeps the logins of Docker Hub. */
function isHost(text: string): boolean {
  return text === 'https://index.docker.io/v1/' || /^[^/]+$/.test(text);
}

/** A path relative to the workspace that stays inside it, normalized; empty when not given. */
export const path = (): InputKind<string> => ({ parse: (raw) => parsePath(raw.trim()) });

/** Several paths relative to the workspace. */
export const paths = (): InputKind<string[]> => ({
  parse: (raw) => {
    const parsed = itemsOf(raw).map(parsePath);
    return parsed.find((item) => !item.ok) ?? good(parsed.flatMap((item) => (item.ok ? [item.value] : [])));
  },
});

function parsePath(raw: string): Parsed<string> {
  if (raw === '') return good('');
  const normal = normalize(raw);
  const outside = isAbsolute(normal) || normal === '..' || normal.startsWith(`..${sep}`);
  return outside ? bad('must be a relative path inside the workspace') : good(normal.replace(/[\\/]$/, ''));
}

interface NumberedLine {
  readonly text: string;
  readonly number: number;
}

/** Lines that say something, counted from 1 as they are written. */
function numberedLines(raw: string): NumberedLine[] {
  return raw
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter(({ text: line }) => line !== '' && !line.startsWith('#'));
}

function contentLines(raw: string): string[] {
  return numberedLines(raw).map(({ text: line }) => line);
}

function unshown(wrong: readonly NumberedLine[]): string {
  const numbers = wrong.map(({ number: at }) => at).join(', ');
  return `${wrong.length === 1 ? `line ${numbers} is` : `lines ${numbers} are`} not that (its text is not shown)`;
}

/** Parted by commas or newlines. */
function itemsOf(raw: string): string[] {
  return contentLines(raw)
    .flatMap((line) => line.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
