import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { finding, type Finding } from './finding.ts';
import { lineAt, type Site } from '../site/site.ts';

export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** A word of a variable's name that says it is confidential; `KEY` stands alone or follows a word that makes it one. */
const confidential =
  /(^|_)([A-Z0-9]*(SECRET|TOKEN|PASSWORD|CREDENTIAL)S?|(API|ACCESS|PRIVATE|AUTH|SIGNING|ENCRYPTION)?KEYS?)(_|$)/i;
/** Names that say the opposite, or that the value is about a secret and is none. */
const harmless = /(PUBLISHABLE|PUBLIC_?KEY|_(URL|URI|FILE|PATH|DIR|NAME|HEADER|ENDPOINT|TTL|ID)$)/i;
const notOurs = /^(GITHUB|RUNNER|INPUT)_/;

/** Shapes of tokens that are secret whatever they are called. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/g],
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['a Stripe secret key', /\b[sr]k_live_[0-9a-zA-Z]{20,}/g],
  ['a Slack token', /\bxox[abprs]-[0-9A-Za-z-]{20,}/g],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20,}/g],
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|\s)*[A-Za-z0-9+/]{20,}/g],
];

/** The confidential variables of the job and of the project's `.env*` files. Values under 8 characters prove nothing. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>, directory: string): Secret[] {
  const files = readdirSync(directory).filter(
    (name) => /^\.env(\..+)?$/.test(name) && !/\.(example|sample|template|dist)$/.test(name),
  );
  const written = files.flatMap((name) => dotenv(readFileSync(join(directory, name), 'utf8')));
  const set = Object.entries(env).map(([name, value = '']) => ({ name, value }));
  const distinct = new Map([...set, ...written].map((item) => [`${item.name}=${item.value}`, item]));
  return [...distinct.values()].filter(
    ({ name, value }) => value.length >= 8 && confidential.test(name) && !harmless.test(name) && !notOurs.test(name),
  );
}

/** `NAME=value` lines as dotenv reads them: `export`, quotes, and comments after a blank. */
export function dotenv(text: string): Secret[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^#]*?))\s*(?:#.*)?$/.exec(line);
    return match?.[1] === undefined ? [] : [{ name: match[1], value: match[2] ?? match[3] ?? match[4] ?? '' }];
  });
}

/** Secrets in a site's text files. The value itself is never told. */
export function findSecrets(site: Site, secrets: readonly Secret[]): Finding[] {
  return site.files.flatMap((file) => {
    const text = site.text(file);
    const at = (offset: number): string => `at character ${offset + 1}`;
    const named = secrets.flatMap(({ name, value }) => {
      const offset = positionOf(text, value);
      if (offset < 0) return [];
      const message = `the value of ${name} is in the built site, ${at(offset)}; everyone who opens the site can read it`;
      return [finding('env-leak', file, message, { line: lineAt(text, offset) })];
    });
    const shaped = shapes.flatMap(([what, shape]) =>
      [...text.matchAll(shape)].slice(0, 1).map(({ index }) => {
        return finding('env-leak', file, `${what} is in the built site, ${at(index)}`, { line: lineAt(text, index) });
      }),
    );
    return named.length > 0 ? named : shaped;
  });
}

/** An ordinary word, such as `postgres`, counts only where it is a whole string: in prose it proves nothing. */
function positionOf(text: string, value: string): number {
  if (!/^[a-z]{8,12}$/.test(value)) return text.indexOf(value);
  return Math.max(...['"', "'", '`'].map((quote) => text.indexOf(`${quote}${value}${quote}`)));
}
