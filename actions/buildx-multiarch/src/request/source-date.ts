import { childEnvironment, runProcess, type EventContext } from '@data-profiler-actions/action-kit';
import { commitDate } from '@data-profiler-actions/image-tags';

type Source = Pick<EventContext, 'workspace' | 'sha' | 'payload'>;

/**
 * Seconds since 1970 that the image's times follow: SOURCE_DATE_EPOCH, else the commit's date; empty when it is not known. A build asks Git before the
 * event, so that every event of a commit gives the same image; a merge often has no checkout, and dates nothing but its index.
 */
export async function sourceDate(
  event: Source,
  mode: 'all' | 'build' | 'merge',
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const given = env['SOURCE_DATE_EPOCH'] ?? '';
  if (/^\d{1,11}$/.test(given)) return given;
  if (mode === 'merge') return told(event) || (await askGit(event));
  return (await askGit(event)) || told(event);
}

function told(event: Source): string {
  const time = commitDate(event)?.getTime();
  return time === undefined ? '' : String(Math.floor(time / 1000));
}

async function askGit({ workspace, sha }: Source): Promise<string> {
  const args = ['-c', `safe.directory=${workspace}`, 'log', '-1', '--format=%ct', ...(sha === '' ? [] : [sha])];
  const result = await runProcess({ command: 'git', args, cwd: workspace, env: childEnvironment(), timeoutMs: 20_000 });
  const stamp = result.stdout.trim();
  return result.outcome === 'exited' && result.exitCode === 0 && /^\d+$/.test(stamp) ? stamp : '';
}
