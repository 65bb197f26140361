import { objectsIn, textOf, type EventContext } from '@data-profiler-actions/action-kit';
import type { Rest } from '../github/rest.ts';
import type { ChangedFiles } from './skippable-jobs.ts';

/** The compare endpoint lists no more (docs, REST "Compare two commits"). */
const listedFiles = 300;

/** What a pull request changes against its merge base. Only pull requests leave jobs out: what is published was tested whole. */
export async function changedFiles(event: EventContext, rest: Rest | undefined): Promise<ChangedFiles> {
  const pull = event.pullRequest;
  if (!pull) return { unknown: 'this is no pull request' };
  if (!rest) return { unknown: 'there is no token to read the changed files with' };
  const answer = await rest(`/compare/${pull.baseSha}...${pull.headSha}?per_page=1`);
  if (!answer.ok) return { unknown: `the changed files cannot be read (${answer.reason})` };
  const files = objectsIn(answer.body['files']);
  if (files.length >= listedFiles) return { unknown: `GitHub lists only the first ${listedFiles} changed files` };
  const names = files.flatMap((file) => [textOf(file['filename']), textOf(file['previous_filename'])]);
  return { files: names.filter((name) => name !== '') };
}
