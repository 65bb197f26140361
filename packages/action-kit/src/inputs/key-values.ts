import { contentLines } from './content-lines.ts';
import { bad, good, type InputKind } from './input-kinds.ts';

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
