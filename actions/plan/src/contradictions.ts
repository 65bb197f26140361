import type { Mistake } from '@data-profiler-actions/action-kit';
import { prices } from './cost/prices.ts';
import { isImageName, repositoryPath } from './images/image-name.ts';
import type { Inputs } from './inputs.ts';
import { isEmulatable } from './runners/emulatable.ts';

/** What is wrong with inputs that each read well, of those that do. */
export function contradictions(inputs: Partial<Inputs>, rawRunners: string, repository: string): Mistake[] {
  return [...lonelyPlatforms(inputs, rawRunners), ...oversizedMatrix(inputs), ...unusableName(inputs, repository)];
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
  const problem = `times platforms makes ${jobs} jobs; a matrix holds at most ${prices.matrixJobs}`;
  return [{ input: 'images', problem }];
}

/** GitHub allows names, such as .github, that no registry takes. */
function unusableName({ images = [], imagePrefix }: Partial<Inputs>, repository: string): Mistake[] {
  const path = repositoryPath(repository);
  if (images.length === 0 || imagePrefix !== '' || isImageName(path)) return [];
  return [
    {
      input: 'image-prefix',
      problem: `is empty, and "${path}" is no path that a registry takes; give one like owner/app`,
    },
  ];
}
