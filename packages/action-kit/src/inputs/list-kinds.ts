import { contentLines, itemsOf } from './content-lines.ts';
import { bad, good, isAmong, type InputKind } from './input-kinds.ts';
import { didYouMean } from './suggestion.ts';

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
