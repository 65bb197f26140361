import {
  credentials,
  flag,
  listOf,
  lines,
  number,
  oneOf,
  path,
  paths,
  readInputs,
  text,
  withDefault,
  type EventContext,
  type InputKind,
  type InputsOf,
  type InputSpec,
} from '@data-profiler-actions/action-kit';
import { checkInputs, type Checked } from './check-inputs.ts';
import { parseException, type Exception } from './findings/exceptions.ts';
import { scannerNames } from './scanners/scanner.ts';

/** A whole OSV query address, or empty. */
const queryAddress = (): InputKind<string> => ({
  parse: (raw) =>
    raw.trim() === '' || /^https?:\/\/.+\/v1\/query$/.test(raw.trim())
      ? { ok: true, value: raw.trim() }
      : { ok: false, problem: 'must be the whole query address, ending in /v1/query' },
});

/** Exceptions, one a line. */
const exceptions = (): InputKind<Exception[]> => ({
  parse: (raw) => {
    const given = lines().parse(raw);
    if (!given.ok) return given;
    const parsed = given.value.map(parseException);
    const problems = parsed.flatMap((one) => (one.ok ? [] : [one.problem]));
    return problems.length > 0
      ? { ok: false, problem: problems.join('; ') }
      : { ok: true, value: parsed.flatMap((one) => (one.ok ? [one.exception] : [])) };
  },
});

/** A file of this name, with the tool's own behind it, must be possible. */
const longestCategory = 200;

/** A prefix for categories. */
const categoryPrefix = (): InputKind<string> => ({
  parse: (raw) => {
    const prefix = raw.trim();
    if (/\p{Cc}/u.test(prefix)) return { ok: false, problem: 'holds a control character' };
    return prefix.length > longestCategory
      ? { ok: false, problem: `has ${prefix.length} characters; at most ${longestCategory} are allowed` }
      : { ok: true, value: prefix };
  },
});

export const inputSpec = {
  'working-directory': path(),
  scanners: listOf(...scannerNames),
  tools: oneOf('pinned', 'system'),
  paths: paths(),
  requirements: paths(),
  image: text(),
  'image-only': flag(),
  'semgrep-config': withDefault(text(), 'p/default'),
  'trivy-scanners': listOf('vuln', 'misconfig', 'secret'),
  'trivy-db': text(),
  'osv-url': queryAddress(),
  'safety-db': text(),
  'safety-api-key': text(),
  'fail-on': oneOf('none', 'low', 'medium', 'high', 'critical'),
  'new-only': flag(),
  ignore: exceptions(),
  upload: oneOf('auto', 'api', 'off'),
  token: text(),
  credentials: credentials(),
  category: categoryPrefix(),
  'timeout-minutes': number({ min: 0.1, max: 360 }),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;

/** What stands in for an input that could not be read, so that nothing else is said of it. */
const unread: Checked = {
  workingDirectory: '',
  scanners: scannerNames,
  paths: [],
  requirements: [],
  image: '',
  imageOnly: false,
  upload: 'off',
  category: '',
  semgrepConfig: '',
  trivyScanners: ['vuln'],
  trivyDb: '',
  safetyDb: '',
};

/** Reads and checks all inputs, and tells all mistakes at once. What stands in a folder that cannot be read is not asked for. */
export function readActionInputs(places: Pick<EventContext, 'workspace' | 'temp'>): Inputs {
  return readInputs(inputSpec, (readable) =>
    readable.workingDirectory === undefined ? [] : checkInputs({ ...unread, ...readable }, places),
  );
}

/** What must never be printed. */
export function secretsOf({ token, safetyApiKey, credentials }: Inputs): string[] {
  return [token, safetyApiKey, ...credentials.map(({ password }) => password)];
}
