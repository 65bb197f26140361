import {
  credentials,
  flag,
  keyValues,
  lines,
  list,
  number,
  oneOf,
  parseInputs,
  path,
  secretValues,
  text,
  type InputKind,
  type InputSpec,
  type InputsOf,
  type Mistake,
} from '@data-profiler-actions/action-kit';
import { parseReference } from '@data-profiler-actions/oci';
import { normalPlatform } from './builder/builder-inspection.ts';
import { modeMistakes, valueMistakes } from './request/input-mistakes.ts';

/** `true`, `false`, or `generator=IMAGE` for a scanner other than BuildKit's own. */
const sbom: InputKind<string> = {
  parse: (raw) => {
    const word = raw.trim();
    const plain = flag().parse(word);
    if (plain.ok) return { ok: true, value: String(plain.value) };
    const image = /^generator=([^\s,]+)(,\S+)?$/.exec(word)?.[1];
    if (image === undefined) return { ok: false, problem: 'must be true, false or generator=IMAGE' };
    const scanner = parseReference(image);
    return scanner.ok ? { ok: true, value: word } : { ok: false, problem: `names a scanner that ${scanner.problem}` };
  },
};

export const inputSpec = {
  mode: oneOf('all', 'build', 'merge'),
  image: text(),
  tags: list(),
  copies: list(),
  platforms: list(),
  context: path(),
  file: path(),
  target: text(),
  'build-args': keyValues(),
  'build-contexts': keyValues(),
  labels: keyValues(),
  annotations: keyValues(),
  secrets: secretValues(),
  'secret-files': keyValues(),
  ssh: lines(),
  push: oneOf('auto', 'true', 'false'),
  output: path(),
  cache: oneOf('auto', 'gha', 'registry', 'local', 'off'),
  'cache-scope': text(),
  provenance: oneOf('auto', 'true', 'false', 'mode=min', 'mode=max'),
  sbom,
  nodes: lines(),
  builder: text(),
  credentials: credentials(),
  token: text(),
  digests: list(),
  exchange: oneOf('artifact', 'none'),
  retries: number({ min: 0, max: 10, integer: true }),
  'timeout-minutes': number({ min: 0.1, max: 360 }),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;

/** Stands in for inputs that cannot be read, so that the mistakes in the others are found in the same run. A merge asks least of the machine. */
const harmless: Inputs = {
  mode: 'merge',
  image: '',
  tags: [],
  copies: [],
  platforms: [],
  context: '',
  file: '',
  target: '',
  buildArgs: [],
  buildContexts: [],
  labels: [],
  annotations: [],
  secrets: [],
  secretFiles: [],
  ssh: [],
  push: 'auto',
  output: '',
  cache: 'off',
  cacheScope: '',
  provenance: 'auto',
  sbom: 'false',
  nodes: [],
  builder: '',
  credentials: [],
  token: '',
  digests: [],
  exchange: 'artifact',
  retries: 0,
  timeoutMinutes: 1,
};

/** All inputs, with every mistake that they alone can tell. Nothing may be run while there are mistakes. */
export interface ReadInputs {
  readonly inputs: Inputs;
  readonly mistakes: readonly Mistake[];
}

export function readActionInputs(env: Readonly<Record<string, string | undefined>> = process.env): ReadInputs {
  const { inputs: read, mistakes } = parseInputs(inputSpec, env);
  const given = { ...harmless, ...read };
  const inputs = { ...given, platforms: [...new Set(given.platforms.map(normalPlatform))] };
  const unread = new Set(mistakes.map(({ input }) => input));
  const found = [...valueMistakes(inputs), ...(unread.has('mode') ? [] : modeMistakes(inputs))];
  return { inputs, mistakes: [...mistakes, ...found.filter(({ input }) => !unread.has(input))] };
}
