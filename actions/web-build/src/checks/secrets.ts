import { writtenVariables, type Variable } from './env-files.ts';
import { finding, type Finding } from './finding.ts';
import { lineFinder } from '../site/lines.ts';

export type Secret = Variable;

/** A word of a variable's name that says it is confidential; `KEY` stands alone or follows a word that makes it one. */
const confidential =
  /(^|_)([A-Z0-9]*(SECRET|TOKEN|PASSWORD|CREDENTIAL)S?(KEY)?|(API|ACCESS|PRIVATE|AUTH|SIGNING|ENCRYPTION)?KEYS?)(_|$)/i;
/** Names that say the opposite, or that the value is about a secret and is none. */
const harmless = /(PUBLISHABLE|(PUBLIC|SITE|ANON)_?KEY|_(URL|URI|FILE|PATH|DIR|NAME|HEADER|ENDPOINT|TTL|ID)$)/i;
const notOurs = /^(GITHUB|RUNNER|INPUT)_/;

/** Shapes of tokens that are secret whatever they are called. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/],
  ['an AWS access key', /\b(?:AKIA|ASIA)(?!\w*EXAMPLE\b)[0-9A-Z]{16}\b/],
  ['a Stripe secret key', /\b[sr]k_live_[0-9a-zA-Z]{20,}/],
  ['a Slack token', /\bxox[abprs]-[0-9A-Za-z-]{20,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20,}/],
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|\s)*[A-Za-z0-9+/]{20,}/],
];

/** Where this finds nothing, no shape does: most texts are read once. */
const anyShape =
  /gh[pousr]_|github_pat_|A[KS]IA[0-9A-Z]|[sr]k_live_|xox[abprs]-|npm_[A-Za-z0-9]{36}|glpat-|PRIVATE KEY-----/;

/** The confidential variables of the job and of the project's `.env*` files. Values under 8 characters prove nothing. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>, directories: readonly string[]): Secret[] {
  const set = Object.entries(env).map(([name, value = '']) => ({ name, value }));
  const all = [...set, ...writtenVariables(directories, set)];
  const distinct = new Map(all.map((item) => [`${item.name}=${item.value}`, item]));
  return [...distinct.values()].filter(
    ({ name, value }) => value.length >= 8 && confidential.test(name) && !harmless.test(name) && !notOurs.test(name),
  );
}

/** Secrets in a text. The value itself is never told. */
export function secretsIn(file: string, text: string, secrets: readonly Secret[]): Finding[] {
  const line = lineFinder(text);
  const leak = (what: string, offset: number): Finding => {
    const message = `${what} is in the built site, at character ${offset + 1}; everyone who opens the site can read it`;
    return finding('env-leak', file, message, { line: line(offset) });
  };
  const named = secrets.flatMap(({ name, value }) => {
    const offset = positionOf(text, value);
    return offset < 0 ? [] : [leak(`the value of ${name}`, offset)];
  });
  if (!anyShape.test(text)) return named;
  const shaped = shapes.flatMap(([what, shape]) => {
    const match = shape.exec(text);
    const isNamed = secrets.some(
      ({ value }) => match?.[0].includes(value) === true || value.includes(match?.[0] ?? value),
    );
    return match === null || isNamed ? [] : [leak(what, match.index)];
  });
  return [...named, ...shaped];
}

/** An ordinary word, such as `postgres`, counts only where it is a whole string: in prose it proves nothing. */
function positionOf(text: string, value: string): number {
  if (/^[a-z]{8,12}$/.test(value))
    return Math.max(...['"', "'", '`'].map((quote) => text.indexOf(`${quote}${value}${quote}`)));
  const offsets = spellings(value).map((spelling) => text.indexOf(spelling));
  return offsets.find((offset) => offset >= 0) ?? -1;
}

/** A value as it is, as a string literal or JSON holds it, as an address does, and as the text and the attributes of a page do. */
function spellings(value: string): string[] {
  const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const literal = JSON.stringify(value).slice(1, -1);
  return [...new Set([value, literal, encodeURIComponent(value), text, text.replaceAll('"', '&quot;')])];
}

/** A text that may quote an address of the site, with the secrets in it covered. */
export function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  const named = secrets
    .flatMap(({ value }) => spellings(value))
    .reduce((rest, value) => rest.replaceAll(value, '***'), text);
  return shapes.reduce((rest, [, shape]) => rest.replaceAll(new RegExp(shape, 'g'), '***'), named);
}
