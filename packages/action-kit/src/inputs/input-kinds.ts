import { didYouMean } from './suggestion.ts';

/** What an input's text becomes, or what is wrong with it (`problem` completes the sentence "Input x …", and may show the text itself). */
export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: string; showsText?: true };

export interface InputKind<T> {
  readonly parse: (raw: string) => Parsed<T>;
}

export const good = <T>(value: T): Parsed<T> => ({ ok: true, value });
export const bad = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

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

export const isAmong = <W extends string>(words: readonly W[], word: string): word is W =>
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

/** An empty text means what the action takes by itself: a reusable workflow hands on what its caller left empty. */
export function withDefault<T>(kind: InputKind<T>, value: T): InputKind<T> {
  return { parse: (raw) => (raw.trim() === '' ? good(value) : kind.parse(raw)) };
}
