import { isAbsolute, normalize, sep } from 'node:path';
import { nearest } from './suggestion.ts';

/** What an input's text becomes, or what is wrong with it (`problem` completes the sentence "Input x …", and may show the text itself). */
export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: string; showsText?: true };

export interface InputKind<T> {
  readonly parse: (raw: string) => Parsed<T>;
}

const good = <T>(value: T): Parsed<T> => ({ ok: true, value });
const bad = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

/** Any text, trimmed; empty when not given. */
export const text = (): InputKind<string> => ({ parse: (raw) => good(raw.trim()) });

/** One of a closed set of words. */
export function oneOf<const W extends string>(...words: W[]): InputKind<W> {
  const allowed: readonly string[] = words;
  return {
    parse: (raw) => {
      const word = raw.trim();
      return words.includes(word as W)
        ? good(word as W)
        : bad(`must be one of ${words.join(', ')}${hint(word, allowed)}`);
    },
  };
}

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
export const list = (): InputKind<string[]> => ({ parse: (raw) => good(contentLines(raw).flatMap(splitAtCommas)) });

/** Items of a closed set. */
export function listOf<const W extends string>(...words: W[]): InputKind<W[]> {
  return {
    parse: (raw) => {
      const items = contentLines(raw).flatMap(splitAtCommas);
      const wrong = items.filter((item) => !words.includes(item as W));
      if (wrong.length === 0) return good(items as W[]);
      return bad(
        `holds ${wrong.map((item) => `"${item}"${hint(item, words)}`).join(', ')}; allowed are ${words.join(', ')}`,
      );
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

/** `host user password` lines; the password is everything after the second space. */
export const credentials = (): InputKind<Credential[]> => ({
  parse: (raw) => {
    const given = numberedLines(raw);
    const parsed = given.map(({ text: line }) => /^(\S+) (\S+) (.+)$/.exec(line));
    const host = (index: number): string => (parsed[index]?.[1] ?? '').toLowerCase();
    const wrong = given.filter((_, index) => !isHost(host(index)));
    if (wrong.length > 0)
      return bad(
        `needs "host user password" on every line, the host without https:// and without a path; ${unshown(wrong)}`,
      );
    const again = given.find((_, index) => given.findIndex((__, at) => host(at) === host(index)) < index);
    if (again) return bad(`names a host twice: line ${again.number} names one that a line before it names`);
    return good(
      parsed.map((match, index) => ({ host: host(index), user: match?.[2] ?? '', password: match?.[3] ?? '' })),
    );
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
    const parsed = contentLines(raw).flatMap(splitAtCommas).map(parsePath);
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

function splitAtCommas(line: string): string[] {
  return line
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function hint(word: string, allowed: readonly string[]): string {
  const suggestion = nearest(word, allowed);
  return suggestion ? ` (did you mean ${suggestion}?)` : '';
}
