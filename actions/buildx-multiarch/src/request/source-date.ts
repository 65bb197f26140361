import { childEnvironment, runProcess, type EventContext } from '@data-profiler-actions/action-kit';
import { commitDate } from '@data-profiler-actions/image-tags';

/** Seconds since 1970 that the image's times follow: SOURCE_DATE_EPOCH, else the commit's date by Git or by the event; empty when none is known. */
export async function sourceDate(
  event: Pick<EventContext, 'workspace' | 'sha' | 'payload'>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const given = env['SOURCE_DATE_EPOCH'] ?? '';
  if (/^\d{1,11}$/.test(given)) return given;
  const { workspace, sha } = event;
  const args = ['-c', `safe.directory=${workspace}`, 'log', '-1', '--format=%ct', ...(sha === '' ? [] : [sha])];
  const result = await runProcess({ command: 'git', args, cwd: workspace, env: childEnvironment(), timeoutMs: 20_000 });
  const stamp = result.stdout.trim();
  if (result.outcome === 'exited' && result.exitCode === 0 && /^\d+$/.test(stamp)) return stamp;
  const told = commitDate(event)?.getTime();
  return told === undefined ? '' : String(Math.floor(told / 1000));
}
