import { childEnvironment, runProcess } from '@data-profiler-actions/action-kit';

/** Seconds since 1970 that the image's times follow: SOURCE_DATE_EPOCH, else the commit's date; empty when neither is known. */
export async function sourceDate(
  workspace: string,
  sha: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const given = env['SOURCE_DATE_EPOCH'] ?? '';
  if (/^\d+$/.test(given)) return given;
  const args = ['-c', `safe.directory=${workspace}`, 'log', '-1', '--format=%ct', ...(sha === '' ? [] : [sha])];
  const result = await runProcess({ command: 'git', args, cwd: workspace, env: childEnvironment(), timeoutMs: 20_000 });
  const stamp = result.stdout.trim();
  return result.outcome === 'exited' && result.exitCode === 0 && /^\d+$/.test(stamp) ? stamp : '';
}
