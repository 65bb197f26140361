import { info, objectsIn, restHeaders, textOf } from '@data-profiler-actions/action-kit';
import { sendWithRetry, type HttpResponse } from '@data-profiler-actions/http';
import type { BaseFiles } from './base-files.ts';

export interface ApiBaseOptions {
  readonly apiUrl: string;
  /** `owner/name` */
  readonly repository: string;
  /** A commit or a branch. */
  readonly ref: string;
  /** Empty: anonymous, which public repositories allow. */
  readonly token: string;
  readonly signal: AbortSignal;
}

/** Folders of rules are small; one that is not is no folder of rules. */
const mostFiles = 500;

/** Reads over GitHub's REST API (Contents, `contents: read`). */
export function apiBase(options: ApiBaseOptions): BaseFiles {
  const list = async (folder: string): Promise<ReadonlyMap<string, string>> => {
    const entries = await listing(folder, options);
    return new Map(entries.filter(({ type }) => type === 'file').map(({ name, sha }) => [name, sha]));
  };
  const below = async (path: string): Promise<string[]> => {
    const files: string[] = [];
    const pending = [path];
    for (let current = pending.shift(); current !== undefined; current = pending.shift()) {
      const entries = await listing(current, options);
      for (const { type, path: found } of entries) (type === 'dir' ? pending : files).push(found);
      if (files.length + pending.length > mostFiles) throw new Error(`${path} holds more than ${mostFiles} files`);
    }
    return files;
  };
  const read = async (path: string): Promise<Buffer> => {
    const response = await ask(path, 'application/vnd.github.raw+json', options);
    if (response.status !== 200) throw new Error(`${path} of ${options.ref}: HTTP ${response.status}`);
    return response.body;
  };
  return { list, below, read };
}

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly path: string;
  readonly sha: string;
}

/** A folder answers with a list, a file with itself, nothing with 404. */
async function listing(path: string, options: ApiBaseOptions): Promise<Entry[]> {
  const response = await ask(path, 'application/vnd.github+json', options);
  if (response.status === 404) return [];
  if (response.status !== 200) throw new Error(`${path || 'the root'} of ${options.ref}: HTTP ${response.status}`);
  const answer: unknown = JSON.parse(response.body.toString('utf8'));
  return objectsIn(Array.isArray(answer) ? answer : [answer])
    .map((entry) => ({
      type: textOf(entry['type']),
      name: textOf(entry['name']),
      path: textOf(entry['path']),
      sha: textOf(entry['sha']),
    }))
    .filter(({ type }) => type === 'file' || type === 'dir');
}

function ask(path: string, accept: string, options: ApiBaseOptions): Promise<HttpResponse> {
  const { apiUrl, repository, ref, token, signal } = options;
  const place = path.split('/').map(encodeURIComponent).join('/');
  return sendWithRetry(
    {
      method: 'GET',
      url: `${apiUrl}/repos/${repository}/contents/${place}?ref=${encodeURIComponent(ref)}`,
      headers: restHeaders(token, accept),
      signal,
    },
    { attempts: 3, onRetry: info },
  );
}
