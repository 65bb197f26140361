import { parse } from 'shell-quote';
import type { InputKind } from './input-kinds.ts';

/** A command line split as a shell would split it, or what a shell would do that nothing here does. */
export type Words = { readonly ok: true; readonly words: string[] } | { readonly ok: false; readonly problem: string };

/** Quotes and backslashes are honoured; variables and globs stay as written; operators are refused. */
export function splitWords(commandLine: string): Words {
  const words: string[] = [];
  let uncommented = commandLine;
  for (const entry of parse(commandLine.replaceAll(/\r?\n/g, ' '), (name) => `$${name}`)) {
    if (typeof entry === 'string') words.push(entry);
    else if ('pattern' in entry) words.push(entry.pattern);
    else if ('comment' in entry) {
      uncommented = commandLine.slice(0, commandLine.length - entry.comment.length);
      break;
    } else {
      const problem = `has the shell operator "${entry.op}", but no shell runs it; quote it or use a script`;
      return { ok: false, problem };
    }
  }
  return hasClosedQuotes(uncommented)
    ? { ok: true, words }
    : { ok: false, problem: 'has a quote that is never closed' };
}

const hasClosedQuotes = (text: string): boolean => /^(?:[^"'\\]|\\.|\\$|'[^']*'|"(?:[^"\\]|\\.)*")*$/s.test(text);

/** Words of a command line; empty when not given. */
export const words = (): InputKind<string[]> => ({
  parse: (raw) => {
    const split = splitWords(raw.trim());
    return split.ok ? { ok: true, value: split.words } : split;
  },
});
