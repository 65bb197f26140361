import {
  mistakesError,
  number,
  oneOf,
  optionalNumber,
  parseInputs,
  text,
  type InputKind,
  type InputsOf,
  type InputSpec,
  type Mistake,
} from '@data-profiler-actions/action-kit';
import { pathLines } from './changes/path-lines.ts';
import { billingPlans, prices } from './cost/prices.ts';
import { imageLines } from './images/image-lines.ts';
import { branchList, platformList, pythonList } from './list-checks.ts';
import { isEmulatable } from './runners/emulatable.ts';
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
  'machine-dollars': withDefault(number({ min: 0 }), 200),
  paths: pathLines(),
  registry: host(),
  'publish-branches': branchList(),
  token: text(),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;

/** Reports a platform or a matrix that cannot be together with the inputs that cannot be read: one run tells all that is wrong. */
export function readActionInputs(env: NodeJS.ProcessEnv = process.env): Inputs {
  const { inputs, mistakes } = parseInputs(inputSpec, env);
  const all = [...mistakes, ...lonelyPlatforms(inputs, env['INPUT_RUNNERS'] ?? ''), ...oversizedMatrix(inputs)];
  if (all.length > 0) throw mistakesError(all);
  return inputs as Inputs;
}

/** Of runners that cannot be read, a line for the platform is taken for its runner. */
function lonelyPlatforms({ platforms = [], runners }: Partial<Inputs>, rawRunners: string): Mistake[] {
  const named = (platform: string): boolean =>
    runners ? runners[platform] !== undefined : rawRunners.includes(`${platform}=`);
  return platforms
    .filter((platform) => !named(platform) && !isEmulatable(platform))
    .map((platform) => ({
      input: 'platforms',
      problem: `holds "${platform}", which no hosted runner builds and nothing emulates; name its runner in runners (${platform}=LABEL) or leave it out`,
    }));
}

function oversizedMatrix({ images = [], platforms = [] }: Partial<Inputs>): Mistake[] {
  const jobs = images.length * platforms.length;
  if (jobs <= prices.matrixJobs) return [];
  return [
    {
      input: 'images',
      problem: `times platforms makes ${jobs} jobs; a matrix holds at most ${prices.matrixJobs}`,
    },
  ];
}

function host(): InputKind<string> {
  return {
    parse: (raw) =>
      /^[A-Za-z0-9.-]+(?::\d+)?$/.test(raw.trim())
        ? { ok: true, value: raw.trim() }
        : { ok: false, problem: 'must be a host like ghcr.io, without https:// and path' },
  };
}

/** Of a reusable workflow's caller an empty text means "not given". */
function withDefault<T>(kind: InputKind<T>, value: T): InputKind<T> {
  return { parse: (raw) => (raw.trim() === '' ? { ok: true, value } : kind.parse(raw)) };
}
