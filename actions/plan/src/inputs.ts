import {
  number,
  oneOf,
  optionalNumber,
  readInputs,
  text,
  withDefault,
  type InputKind,
  type InputsOf,
  type InputSpec,
} from '@data-profiler-actions/action-kit';
import { pathLines } from './changes/path-lines.ts';
import { contradictions } from './contradictions.ts';
import { assumptions, billingPlans } from './cost/prices.ts';
import { imageLines } from './images/image-lines.ts';
import { imagePrefix } from './images/image-name.ts';
import { branchList, platformList, pythonList } from './list-checks.ts';
import { runnerLines } from './runners/runner-lines.ts';

export const inputSpec = {
  images: imageLines(() => process.env['GITHUB_WORKSPACE'] ?? process.cwd()),
  platforms: platformList(),
  'python-versions': pythonList(),
  strategy: oneOf('auto', 'hosted', 'self-hosted', 'hybrid'),
  runners: runnerLines(),
  'builds-per-day': optionalNumber({ min: 0 }),
  'native-minutes': optionalNumber({ min: 0 }),
  'emulated-minutes': optionalNumber({ min: 0 }),
  'billing-plan': withDefault(oneOf(...billingPlans), 'free'),
  'machine-dollars': withDefault(number({ min: 0 }), assumptions.machineDollars),
  paths: pathLines(),
  registry: host(),
  'image-prefix': imagePrefix(),
  'publish-branches': branchList(),
  token: text(),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;

/** Reports a platform, a matrix or a name that cannot be together with the inputs that cannot be read: one run tells all that is wrong. */
export function readActionInputs(env: NodeJS.ProcessEnv = process.env): Inputs {
  const { INPUT_RUNNERS: rawRunners = '', GITHUB_REPOSITORY: repository = '' } = env;
  return readInputs(inputSpec, (readable) => contradictions(readable, rawRunners, repository), env);
}

function host(): InputKind<string> {
  return {
    parse: (raw) =>
      /^[A-Za-z0-9.-]+(?::\d+)?$/.test(raw.trim())
        ? { ok: true, value: raw.trim() }
        : { ok: false, problem: 'must be a host like ghcr.io, without https:// and path' },
  };
}
