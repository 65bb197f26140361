import {
  oneOf,
  optionalNumber,
  readInputs,
  type InputKind,
  type InputsOf,
  type InputSpec,
  type Mistake,
} from '@data-profiler-actions/action-kit';
import { imageLines } from './image-lines.ts';
import { branchList, platformList, pythonList } from './list-checks.ts';
import { runnerLines } from './runner-lines.ts';

/** GitHub's limit on the jobs of a matrix (docs, "Usage limits"). */
const matrixLimit = 256;

export const inputSpec = {
  images: imageLines(() => process.env['GITHUB_WORKSPACE'] ?? process.cwd()),
  platforms: platformList(),
  'python-versions': pythonList(),
  strategy: oneOf('auto', 'hosted', 'self-hosted', 'hybrid'),
  runners: runnerLines(),
  'builds-per-day': optionalNumber({ min: 0 }),
  registry: host(),
  'publish-branches': branchList(),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;

export function readActionInputs(): Inputs {
  return readInputs(inputSpec, check);
}

function check({ images, platforms }: Inputs): Mistake[] {
  const jobs = images.length * platforms.length;
  if (jobs <= matrixLimit) return [];
  return [{ input: 'images', problem: `times platforms makes ${jobs} jobs; a matrix holds at most ${matrixLimit}` }];
}

function host(): InputKind<string> {
  return {
    parse: (raw) =>
      /^[A-Za-z0-9.-]+(?::\d+)?$/.test(raw.trim())
        ? { ok: true, value: raw.trim() }
        : { ok: false, problem: 'must be a host like ghcr.io, without https:// and path' },
  };
}
