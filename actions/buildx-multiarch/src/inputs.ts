import {
  credentials,
  flag,
  keyValues,
  lines,
  list,
  notYet,
  number,
  oneOf,
  path,
  readInputs,
  text,
  type InputSpec,
  type InputsOf,
  type Mistake,
} from '@data-profiler-actions/action-kit';
import { isDigest } from '@data-profiler-actions/oci';

export const inputSpec = {
  mode: oneOf('all', 'build', 'merge'),
  image: text(),
  tags: list(),
  platforms: list(),
  context: path(),
  file: path(),
  target: text(),
  'build-args': keyValues(),
  'build-contexts': keyValues(),
  labels: keyValues(),
  annotations: keyValues(),
  secrets: keyValues(),
  'secret-files': keyValues(),
  ssh: lines(),
  push: oneOf('auto', 'true', 'false'),
  output: path(),
  cache: oneOf('auto', 'gha', 'registry', 'local', 'off'),
  'cache-scope': text(),
  provenance: oneOf('auto', 'true', 'false', 'mode=min', 'mode=max'),
  sbom: flag(),
  nodes: notYet(),
  builder: text(),
  credentials: credentials(),
  token: text(),
  digests: list(),
  exchange: oneOf('artifact', 'none'),
  retries: number({ min: 0, max: 10, integer: true }),
  'timeout-minutes': number({ min: 0.1, max: 360 }),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;

export function readActionInputs(): Inputs {
  return readInputs(inputSpec, check);
}

function check(inputs: Inputs): Mistake[] {
  const mistakes: Mistake[] = [];
  if (inputs.platforms.length === 0)
    mistakes.push({ input: 'platforms', problem: 'must name at least one platform, such as linux/amd64' });
  for (const platform of inputs.platforms.filter((name) => !/^[a-z0-9]+\/[a-z0-9_]+(\/v\d+)?$/.test(name))) {
    mistakes.push({
      input: 'platforms',
      problem: `holds "${platform}", which is not os/architecture[/variant], such as linux/arm64`,
    });
  }
  for (const digest of inputs.digests.filter((item) => !isDigest(item))) {
    mistakes.push({
      input: 'digests',
      problem: `holds "${digest}", which is no digest; give the digest outputs of the build legs (sha256:…)`,
    });
  }
  if (inputs.digests.length > 0 && inputs.mode !== 'merge')
    mistakes.push({ input: 'digests', problem: 'belongs to mode merge only' });
  if (inputs.output !== '' && inputs.mode === 'merge')
    mistakes.push({ input: 'output', problem: 'belongs to modes all and build only' });
  if (inputs.output !== '' && inputs.push === 'true')
    mistakes.push({ input: 'output', problem: 'takes the place of a push; leave push out or set it to false' });
  if (inputs.mode === 'merge' && inputs.exchange === 'none' && inputs.digests.length === 0) {
    mistakes.push({ input: 'digests', problem: 'must name what to merge when exchange is none' });
  }
  return mistakes;
}
