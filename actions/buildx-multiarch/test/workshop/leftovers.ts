import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionRun } from './run-action.ts';

/** What a run left: processes that carry its environment, files under its scratch folder that hold one of the secrets, and its own builders and logins. */
export function leftovers(run: Pick<ActionRun, 'temp'>, secrets: readonly string[]): string[] {
  const folders = readdirSync(run.temp).filter((name) => /^(docker|data-profiler)-/.test(name));
  return [...dangers(run, secrets), ...folders];
}

/** Of those what may not even stay when the run was killed outright. */
export function dangers({ temp }: Pick<ActionRun, 'temp'>, secrets: readonly string[]): string[] {
  return [...processesOf(temp), ...filesWith(temp, secrets)];
}

function processesOf(temp: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readProc(pid, 'environ').includes(`RUNNER_TEMP=${temp}`))
    .map((pid) => `process ${pid}: ${readProc(pid, 'cmdline').replaceAll('\0', ' ')}`);
}

function readProc(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

/** Files below a folder that hold one of the words, also as base64. */
export function filesWith(folder: string, words: readonly string[]): string[] {
  const forms = words.flatMap((word) => [word, Buffer.from(word).toString('base64').replace(/=+$/, '').slice(0, -1)]);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  return files.filter((file) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) return false;
    const bytes = readFileSync(file);
    return forms.some((form) => bytes.includes(form));
  });
}
