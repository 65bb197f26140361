import { info, messageOf, objectsIn, textOf, type EventContext } from '@data-profiler-actions/action-kit';
import type { RepositoryApi } from '../github/repository-api.ts';

/** Lines that a change adds or alters, 1-based, by file. */
export type ChangedLines = ReadonlyMap<string, ReadonlySet<number>>;

const commit = /^(?!0+$)[0-9a-f]{40}$/;

/** The two commits between which the change lies; undefined where the event is none of a change. */
export function changeOf({
  name,
  payload,
  pullRequest,
  sha,
}: EventContext): { base: string; head: string } | undefined {
  const base = pullRequest?.baseSha ?? (name === 'push' ? textOf(payload['before']) : '');
  const head = pullRequest?.headSha ?? sha;
  return commit.test(base) && commit.test(head) ? { base, head } : undefined;
}

/** What the change touches (docs, REST "Compare two commits"). It only orders what is shown, so that not to know it is no fault. */
export async function findChangedLines(api: RepositoryApi, event: EventContext): Promise<ChangedLines> {
  const change = changeOf(event);
  if (!change) return new Map();
  try {
    const answer = await api.ask('GET', `/compare/${change.base}...${change.head}`);
    if (answer.status !== 200)
      info(`Annotations are ordered by gravity alone: the change cannot be read (HTTP ${answer.status}).`);
    return new Map(
      objectsIn(answer.body['files']).map((file) => [textOf(file['filename']), linesOf(textOf(file['patch']))]),
    );
  } catch (thrown) {
    info(`Annotations are ordered by gravity alone: ${messageOf(thrown)}`);
    return new Map();
  }
}

/** The new file's numbers of the lines that a unified diff adds. */
export function linesOf(patch: string): Set<number> {
  const added = new Set<number>();
  let line = 0;
  for (const text of patch.split('\n')) {
    const start = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(text)?.[1];
    if (start !== undefined) line = Number(start);
    else if (text.startsWith('+')) added.add(line++);
    else if (!text.startsWith('-') && !text.startsWith('\\')) line += 1;
  }
  return added;
}
