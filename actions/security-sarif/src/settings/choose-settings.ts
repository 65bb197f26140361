import type { EventContext } from '@data-profiler-actions/action-kit';
import { apiBase } from './api-base.ts';
import { gitBase } from './git-base.ts';
import { baseSettings, ownSettings, type Settings, type SettingsRequest } from './settings.ts';

/** Follows the checkout's settings where its author may decide them, and the base branch's otherwise. */
export async function chooseSettings(
  request: SettingsRequest,
  event: EventContext,
  token: string,
  signal: AbortSignal,
): Promise<Settings> {
  if (event.untrusted === '') return ownSettings(request);
  const { workspace, pullRequest, apiUrl, repository } = event;
  const ref = pullRequest?.baseSha ?? repository.defaultBranch;
  const local = await gitBase(workspace, pullRequest?.baseSha ?? `refs/remotes/origin/${ref}`, signal);
  return baseSettings(request, local ?? apiBase({ apiUrl, repository: repository.fullName, ref, token, signal }));
}
