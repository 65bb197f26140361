import { parse } from 'shell-quote';

/** A command line split as a shell would split it, or what a shell would do that nothing here does. */
export type Words = { readonly ok: true; readonly words: string[] } | { readonly ok: false; readonly problem: string };

/** Quotes and backslashes are honoured; variables and globs stay as written; operators are refused. */
export function splitWords(commandLine: string): Words {
  const words: string[] = [];
  for (const entry of parse(commandLine.replaceAll(/\r?\n/g, ' '), (name) => `$${name}`)) {
    if (typeof entry === 'string') words.push(entry);
    else if ('pattern' in entry) words.push(entry.pattern);
    else if ('comment' in entry) break;
    else
      return {
        ok: false,
        problem: `has the shell operator "${entry.op}", but no shell runs it; quote it or use a script`,
      };
  }
  return { ok: true, words };
}
