import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
  type EventContext,
  type InputKind,
  type InputsOf,
  type InputSpec,
  type Mistake,
} from '@data-profiler-actions/action-kit';
import { parseImageSource } from './image/image-source.ts';
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

/** A prefix for categories. */
const categoryPrefix = (): InputKind<string> => ({
  parse: (raw) =>
    /\p{Cc}/u.test(raw.trim()) ? { ok: false, problem: 'holds a control character' } : { ok: true, value: raw.trim() },
});

export const inputSpec = {
  'working-directory': path(),
  scanners: listOf(...scannerNames),
  tools: oneOf('pinned', 'system'),
  paths: paths(),
  requirements: paths(),
  image: text(),
  'semgrep-config': text(),
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

export function readActionInputs({ workspace, temp }: Pick<EventContext, 'workspace' | 'temp'>): Inputs {
  return readInputs(inputSpec, (inputs) => check(inputs, workspace, temp));
}

function check(inputs: Inputs, workspace: string, temp: string): Mistake[] {
  const mistakes: Mistake[] = [];
  const folder = join(workspace, inputs.workingDirectory);
  const mustExist = (input: string, file: string): void => {
    if (!existsSync(file)) mistakes.push({ input, problem: `names "${file}", which does not exist` });
  };
  if (inputs.scanners.length === 0)
    mistakes.push({ input: 'scanners', problem: `must name at least one of ${scannerNames.join(', ')}` });
  if (inputs.image !== '') {
    const image = parseImageSource(inputs.image, folder, [workspace, temp]);
    if (!image.ok) mistakes.push({ input: 'image', problem: image.problem });
    if (!inputs.scanners.includes('trivy'))
      mistakes.push({ input: 'image', problem: 'needs trivy among the scanners' });
    if (!inputs.trivyScanners.some((each) => each !== 'misconfig'))
      mistakes.push({ input: 'image', problem: 'needs vuln or secret among trivy-scanners' });
  }
  mustExist('working-directory', folder);
  for (const each of inputs.paths) mustExist('paths', join(folder, each));
  for (const each of inputs.requirements) mustExist('requirements', join(folder, each));
  if (inputs.trivyDb !== '') mustExist('trivy-db', resolve(folder, inputs.trivyDb, 'db', 'metadata.json'));
  if (inputs.safetyDb !== '') mustExist('safety-db', resolve(folder, inputs.safetyDb, 'insecure_full.json'));
  return mistakes;
}
