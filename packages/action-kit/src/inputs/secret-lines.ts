import { numberedLines, type NumberedLine } from './content-lines.ts';
import { bad, good, type InputKind } from './input-kinds.ts';
import { keyValues, type KeyValue } from './key-values.ts';

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

function unshown(wrong: readonly NumberedLine[]): string {
  const numbers = wrong.map(({ number: at }) => at).join(', ');
  return `${wrong.length === 1 ? `line ${numbers} is` : `lines ${numbers} are`} not that (its text is not shown)`;
}
