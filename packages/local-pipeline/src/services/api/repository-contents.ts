import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { sendJson, type Answered, type Exchange } from '../http-server.ts';
import type { RepositoryState } from './repository-reads.ts';

interface Entry {
  readonly type: string;
  readonly sha: string;
  readonly path: string;
}

/** REST "Get repository content" at a commit or branch: a folder's entries, or a file, whose raw bytes are sent when they are asked for. */
export function sendContents(exchange: Exchange, { checkout }: RepositoryState, path: string): Answered {
  const place = decodeURIComponent(path);
  const ref = exchange.url.searchParams.get('ref') ?? 'HEAD';
  const git = (...args: string[]): Buffer =>
    execFileSync('git', args, { cwd: checkout, stdio: ['ignore', 'pipe', 'ignore'] });
  const tree = (of: string): Entry[] =>
    parseTree(git('ls-tree', ref, ...(of === '' ? [] : ['--', of])).toString('utf8'));
  const missing = (): Answered => sendJson(exchange.response, 404, { message: 'Not Found' });
  if (!checkout || !existsSync(checkout) || ref.startsWith('-') || place.startsWith('-')) return missing();
  try {
    const [self] = place === '' ? [] : tree(place);
    if (place !== '' && self === undefined) return missing();
    if (self?.type !== 'blob')
      return sendJson(exchange.response, 200, tree(place === '' ? '' : `${place}/`).map(describe));
    if (!(exchange.request.headers.accept ?? '').includes('raw'))
      return sendJson(exchange.response, 200, describe(self));
    return exchange.response
      .writeHead(200, { 'content-type': 'application/vnd.github.raw+json' })
      .end(git('cat-file', 'blob', self.sha));
  } catch {
    return missing();
  }
}

const describe = ({ type, sha, path }: Entry): Record<string, unknown> => ({
  type: type === 'tree' ? 'dir' : 'file',
  name: path.split('/').at(-1),
  path,
  sha,
});

function parseTree(listing: string): Entry[] {
  return listing.split('\n').flatMap((line) => {
    const [, type, sha, path] = /^\d+ (\w+) ([0-9a-f]+)\t(.+)$/.exec(line) ?? [];
    return type !== undefined && sha !== undefined && path !== undefined ? [{ type, sha, path }] : [];
  });
}
