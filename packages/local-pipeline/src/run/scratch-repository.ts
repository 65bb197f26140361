import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import { speakAct } from './act/dialect.ts';

export interface ScratchRepository {
  readonly folder: string;
  readonly sha: string;
  readonly baseSha: string;
  readonly committedAt: string;
}

export interface ScratchRequest {
  /** The folder whose files are copied; absolute. */
  readonly source: string;
  /** The new repository's; absolute. */
  readonly folder: string;
  /** `owner/name` at GitHub. */
  readonly repository: string;
  /** The full ref that is checked out. */
  readonly ref: string;
  /** Changes the copied files before they are committed. */
  readonly adapt?: (folder: string) => void;
}

/** Folders that a checkout would not have. */
const generated = new Set([
  'node_modules',
  '.git',
  '__pycache__',
  '.venv',
  '.pytest_cache',
  '.pipeline',
  '.release',
  'dist',
]);
const identity = [
  '-c',
  'user.name=local pipeline',
  '-c',
  'user.email=local@pipeline.invalid',
  '-c',
  'commit.gpgsign=false',
];
/** A fixed date, so that the same files give the same commit, and the same commit the same images. */
const committedAt = '2026-01-01T00:00:00Z';

/**
 * Copies a repository's files into a new one with a GitHub origin, as a checkout would leave it. Of its two commits the second changes nothing: what
 * the files are, the base branch has already, settings and rules that a stranger's pull request may not bring included.
 */
export function makeScratchRepository({
  source,
  folder,
  repository,
  ref,
  adapt = () => undefined,
}: ScratchRequest): ScratchRepository {
  if (!existsSync(source) || !statSync(source).isDirectory())
    throw new UserError(`The repository ${source} is not a folder.`, 'Name one with --repo.');
  mkdirSync(folder, { recursive: true });
  const git = gitIn(folder);
  git('init', '--quiet', '--initial-branch', branchOf(ref));
  git('remote', 'add', 'origin', `https://github.com/${repository}.git`);
  copyFiles(source, folder);
  speakAct(folder);
  adapt(folder);
  const baseSha = commit(git, 'Before');
  const sha = commit(git, 'Run the pipeline on this machine');
  if (ref.startsWith('refs/tags/')) git('tag', ref.slice('refs/tags/'.length));
  return { folder, sha, baseSha, committedAt };
}

function branchOf(ref: string): string {
  return ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : 'main';
}

/** What a commit of the folder as it is now would hold; of a folder outside git, all but what tools generate. */
function copyFiles(source: string, folder: string): void {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = spawnSync('git', args, { cwd: source, encoding: 'utf8', maxBuffer: 256 << 20 });
  if (listed.status !== 0) {
    cpSync(source, folder, { recursive: true, filter: (file) => !generated.has(basename(file)) || file === source });
    return;
  }
  for (const file of listed.stdout.split('\0').filter((name) => name !== '' && existsSync(join(source, name))))
    cpSync(join(source, file), join(folder, file), { recursive: true, verbatimSymlinks: true });
}

type Git = (...args: string[]) => string;

function gitIn(folder: string): Git {
  const env = {
    ...process.env,
    GIT_AUTHOR_DATE: committedAt,
    GIT_COMMITTER_DATE: committedAt,
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  return (...args) =>
    execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function commit(git: Git, message: string): string {
  git('add', '--all');
  git(...identity, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git('rev-parse', 'HEAD');
}
