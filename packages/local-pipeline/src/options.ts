import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, nearest, UserError } from '@data-profiler-actions/action-kit';

/** What `npm start` was asked to do; paths are absolute. */
export interface PipelineOptions {
  readonly repository: string;
  readonly workflow: string;
  readonly event: string;
  readonly ref: string;
  readonly job: string;
  readonly report: string;
  readonly keep: boolean;
}

const root = resolve(import.meta.dirname, '..', '..', '..');
const flags = ['repo', 'workflow', 'event', 'ref', 'job', 'report', 'keep', 'help'] as const;
const events = ['push', 'pull_request', 'workflow_dispatch', 'schedule'];

export const usage = `npm start -- [options]
  --repo DIR        the repository whose workflow runs [examples/data-profiler]
  --workflow NAME   its workflow file [ci.yml, else the only one]
  --event NAME      ${events.join(' | ')} [push]
  --ref REF         a branch, a version tag such as v1.2.3, or a full ref [main]; of a pull request, its base
  --job ID          only this job and what it needs
  --report DIR      where index.html and report.json go [.pipeline/report]
  --keep            leave registry and API up until interrupted`;

/** Reads the command line; undefined where help was asked for. */
export function readOptions(argv: readonly string[], cwd = process.cwd()): PipelineOptions | undefined {
  const values = parse(argv);
  if (values.help) return undefined;
  const event = values.event ?? 'push';
  if (!events.includes(event))
    throw new UserError(`--event "${event}" is not one of ${events.join(', ')}.`, hint(event, events));
  return {
    repository: values.repo === undefined ? resolve(root, 'examples', 'data-profiler') : resolve(cwd, values.repo),
    workflow: values.workflow ?? '',
    event,
    ref: values.ref ?? 'main',
    job: values.job ?? '',
    report: resolve(cwd, values.report ?? '.pipeline/report'),
    keep: values.keep ?? false,
  };
}

type Values = Partial<Record<'repo' | 'workflow' | 'event' | 'ref' | 'job' | 'report', string>> & {
  keep?: boolean;
  help?: boolean;
};

function parse(argv: readonly string[]): Values {
  const text = { type: 'string' } as const;
  const options = {
    repo: text,
    workflow: text,
    event: text,
    ref: text,
    job: text,
    report: text,
    keep: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...argv], options, strict: true }).values;
  } catch (thrown) {
    const unknown = /'--?([\w-]+)/.exec(messageOf(thrown))?.[1] ?? '';
    throw new UserError(messageOf(thrown), `${hint(unknown, flags, '--')}\n${usage}`.trim());
  }
}

function hint(word: string, allowed: readonly string[], dashes = ''): string {
  const suggestion = nearest(word, allowed);
  return suggestion ? `Did you mean ${dashes}${suggestion}?` : '';
}
