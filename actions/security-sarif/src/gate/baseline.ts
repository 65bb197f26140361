import { info, messageOf, numberOf, objectsIn, textOf, type EventContext } from '@data-profiler-actions/action-kit';
import { newFindings, type Finding } from '@data-profiler-actions/sarif';
import type { PlannedRun } from '../findings/runs.ts';
import type { RepositoryApi } from '../github/repository-api.ts';
import { categoryOf, textIn } from '../upload/sarif-logs.ts';

/** What the base branch has already, of one run. */
export type BaseRun =
  | { readonly ok: true; readonly sarif: unknown; readonly commit: string }
  | { readonly ok: false; readonly reason: string };

/** Which findings are not on the base branch. */
export interface Comparison {
  readonly base: string;
  readonly fresh: readonly Finding[];
  /** Why all findings of some runs count as new: a reason with the categories that it holds for. */
  readonly unknown: readonly string[];
}

/** The branch that a change is measured by: of a pull request its base, else the default branch, which is measured by its own last analysis. */
export function baseRefOf({ pullRequest, repository }: EventContext): string {
  return `refs/heads/${pullRequest?.baseRef ?? repository.defaultBranch}`;
}

export interface ComparisonRequest {
  readonly api: RepositoryApi;
  readonly event: EventContext;
  /** The user's prefix of categories. */
  readonly prefix: string;
  readonly runs: readonly PlannedRun[];
  readonly open: readonly Finding[];
}

/** Compares each run with the last analysis of its tool and category on the base branch. Where there is none, everything is new. */
export async function compareWithBase({ api, event, prefix, runs, open }: ComparisonRequest): Promise<Comparison> {
  const base = baseRefOf(event);
  const textOf = textIn(event.workspace);
  const wanted = new Set(open);
  const compared = await Promise.all(
    runs.map(async (run) => {
      const category = categoryOf(run, prefix);
      const findings = run.findings.filter((finding) => wanted.has(finding));
      const known = await lastAnalysis(api, { ref: base, tool: run.tool, category, not: event.sha }).catch(
        (thrown: unknown): BaseRun => ({ ok: false, reason: messageOf(thrown) }),
      );
      if (!known.ok) return { fresh: findings, unknown: [{ category, reason: known.reason }] };
      info(`${category} is compared with the analysis of ${known.commit.slice(0, 7)} on ${base}`);
      return { fresh: newFindings(findings, textOf, known.sarif), unknown: [] };
    }),
  );
  return {
    base,
    fresh: compared.flatMap(({ fresh }) => fresh),
    unknown: byReason(compared.flatMap(({ unknown }) => unknown)),
  };
}

function byReason(unknown: readonly { readonly category: string; readonly reason: string }[]): string[] {
  return [...Map.groupBy(unknown, ({ reason }) => reason)].map(
    ([reason, runs]) => `${reason} (${runs.map(({ category }) => category).join(', ')})`,
  );
}

interface Wanted {
  readonly ref: string;
  readonly tool: string;
  readonly category: string;
  /** The commit that is being scanned: an earlier attempt's analysis of it is no base. */
  readonly not: string;
}

async function lastAnalysis(api: RepositoryApi, { ref, tool, category, not }: Wanted): Promise<BaseRun> {
  const query = new URLSearchParams({ ref, tool_name: tool, per_page: '100', sort: 'created', direction: 'desc' });
  const listed = await api.ask('GET', `/code-scanning/analyses?${query.toString()}`);
  if (listed.status === 404) return { ok: false, reason: `there is no analysis of ${ref}` };
  if (listed.status !== 200)
    return { ok: false, reason: `the analyses of ${ref} cannot be read: HTTP ${listed.status}` };
  const bare = (name: string): string => name.replace(/\/$/, '');
  const analysis = objectsIn(listed.json).find(
    (one) =>
      bare(textOf(one['category'])) === bare(category) && textOf(one['error']) === '' && one['commit_sha'] !== not,
  );
  if (!analysis) return { ok: false, reason: `there is no analysis of ${ref}` };
  const answer = await api.ask('GET', `/code-scanning/analyses/${numberOf(analysis['id'])}`, {
    accept: 'application/sarif+json',
  });
  return answer.status === 200
    ? { ok: true, sarif: answer.json, commit: textOf(analysis['commit_sha']) }
    : { ok: false, reason: `the analysis of ${ref} cannot be read: HTTP ${answer.status}` };
}
