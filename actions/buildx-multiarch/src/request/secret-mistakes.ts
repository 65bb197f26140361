import type { Mistake } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { isFolder, pathProblem, type Locate } from './workspace-path.ts';

/** Every secret must have one source, and that source must be there. */
export function secretMistakes({ secrets, secretFiles }: Inputs, at: Locate): Mistake[] {
  const ids = [...secrets, ...secretFiles].map(({ key }) => key);
  const twice = [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
  const input = secrets.some(({ key }) => twice.includes(key)) ? 'secrets' : 'secret-files';
  return [
    ...twice.map((id) => ({ input, problem: `gives "${id}" more than once (\`secret-files\` counts, too)` })),
    ...secretFiles.flatMap(({ value }) => fileMistakes(value.trim(), at)),
  ];
}

function fileMistakes(file: string, at: Locate): Mistake[] {
  const problem = pathProblem(file, at) ?? (isFolder(at(file)) ? 'which is a folder' : undefined);
  return problem === undefined ? [] : [{ input: 'secret-files', problem: `names ${file}, ${problem}` }];
}
