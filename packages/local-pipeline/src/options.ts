import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, nearest, UserError } from '@data-profiler-actions/action-kit';
import { projectRoot } from './project-root.ts';

/** What `npm start` was asked to do; paths are absolute. */
export interface PipelineOptions {
  readonly repository: string;
  readonly workflow: string;
  readonly event: string;
  readonly ref: string;
  readonly job: string;
  readonly report: string;
  readonly keep: boolean;
  /** How often a red run's failed jobs may run, the first time included. */
  readonly attempts: number;
  /** Whose change it is: one of this repository's members, a fork's, or Dependabot's. The last two have a token that only reads. */
  readonly from: Origin;
  /** Whether GitHub would bill the repository's minutes. */
  readonly isPrivate: boolean;
  /** Repository variables (`vars`), over those that the pipeline sets itself. */
  readonly variables: Readonly<Record<string, string>>;
  /** Inputs of `workflow_dispatch`. */
  readonly inputs: Readonly<Record<string, string>>;
}

export type Origin = (typeof origins)[number];

const origins = ['member', 'fork', 'dependabot'] as const;
const events = ['push', 'pull_request', 'workflow_dispatch', 'schedule'];

export const usage = `npm start -- [options]
  --repo DIR        the repository whose workflow runs [examples/data-profiler]
  --workflow NAME   its workflow file [ci.yml, else the only one]
  --event NAME      ${events.join(' | ')} [push]
  --ref REF         a branch, a version tag such as v1.2.3, or a full ref [main]; of a pull request, its base
  --from WHO        ${origins.join(' | ')} [member]: a fork opens pull requests; its token and Dependabot's only read
  --private         the repository is private: where jobs run, and how, is then a matter of cost
  --var NAME=VALUE  a repository variable, as often as needed
  --input NAME=VALUE  an input of workflow_dispatch, as often as needed
  --job ID          only this job and what it needs
  --report DIR      where index.html and report.json go [.pipeline/report]
  --attempts N      run the failed jobs of a red run again, up to N attempts in all [1]
  --keep            leave registry and API up until interrupted; after a red run, rerun and Enter runs its failed jobs again`;

/** Reads the command line; undefined where help was asked for. */
export function readOptions(argv: readonly string[], cwd = process.cwd()): PipelineOptions | undefined {
  const values = parse(argv);
  if (values.help) return undefined;
  const event = values.event ?? 'push';
  if (!events.includes(event))
    throw new UserError(`--event "${event}" is not one of ${events.join(', ')}.`, hint(event, events));
  const from = origins.find((each) => each === (values.from ?? 'member'));
  if (from === undefined)
    throw new UserError(
      `--from "${values.from}" is not one of ${origins.join(', ')}.`,
      hint(values.from ?? '', origins),
    );
  if (from === 'fork' && event !== 'pull_request')
    throw new UserError(`--from fork goes with --event pull_request only, and the event is ${event}.`, '');
  return {
    repository: values.repo === undefined ? join(projectRoot, 'examples', 'data-profiler') : resolve(cwd, values.repo),
    workflow: values.workflow ?? '',
    event,
    ref: values.ref ?? 'main',
    job: values.job ?? '',
    report: resolve(cwd, values.report ?? '.pipeline/report'),
    keep: values.keep ?? false,
    attempts: readAttempts(values.attempts ?? '1'),
    from,
    isPrivate: values.private ?? false,
    variables: readPairs('--var', values.var ?? []),
    inputs: readPairs('--input', values.input ?? []),
  };
}

/** GitHub re-runs a run fifty times at most (docs.github.com, "Actions limits"). */
function readAttempts(text: string): number {
  if (!/^([1-9]|[1-4]\d|50)$/.test(text))
    throw new UserError(`--attempts "${text}" is not a number from 1 to 50.`, 'Example: --attempts 2');
  return Number(text);
}

function readPairs(flag: string, pairs: readonly string[]): Record<string, string> {
  const wrong = pairs.find((pair) => !/^[A-Za-z_][\w-]*=/.test(pair));
  if (wrong !== undefined) throw new UserError(`${flag} "${wrong}" is not NAME=VALUE.`, `Example: ${flag} NAME=hybrid`);
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

const flags = {
  repo: { type: 'string' },
  workflow: { type: 'string' },
  event: { type: 'string' },
  ref: { type: 'string' },
  from: { type: 'string' },
  private: { type: 'boolean' },
  var: { type: 'string', multiple: true },
  input: { type: 'string', multiple: true },
  job: { type: 'string' },
  report: { type: 'string' },
  attempts: { type: 'string' },
  keep: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof flags }>>['values'];

function parse(argv: readonly string[]): Values {
  try {
    return parseArgs({ args: [...argv], options: flags, strict: true }).values;
  } catch (thrown) {
    const unknown = /'--?([\w-]+)/.exec(messageOf(thrown))?.[1] ?? '';
    throw new UserError(messageOf(thrown), `${hint(unknown, Object.keys(flags), '--')}\n${usage}`.trim());
  }
}

function hint(word: string, allowed: readonly string[], dashes = ''): string {
  const suggestion = nearest(word, allowed);
  return suggestion ? `Did you mean ${dashes}${suggestion}?` : '';
}
