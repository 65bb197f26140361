import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Mistake } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { buildContextMistakes } from './build-context-mistakes.ts';
import type { Dockerfile } from './dockerfile.ts';
import { frontendProblem } from './frontend.ts';
import { secretMistakes } from './secret-mistakes.ts';
import { targetMistakes } from './stages.ts';
import { isFolder, linkProblem, type Locate } from './workspace-path.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Everything an input names that must be on this machine, and is not. */
export function fileMistakes(
  inputs: Inputs,
  dockerfile: Dockerfile,
  workspace: string,
  env: Environment = process.env,
): Mistake[] {
  if (inputs.mode === 'merge') return [];
  const at = (path: string): string => join(workspace, path);
  return [
    ...contextMistakes(inputs.context || '.', at),
    ...dockerfileMistakes(inputs, dockerfile, at),
    ...targetMistakes(inputs, dockerfile),
    ...secretMistakes(inputs, at),
    ...inputs.buildContexts.flatMap((entry) => buildContextMistakes(entry, at)),
    ...inputs.ssh.flatMap((agent) => sshMistakes(agent, env)),
    ...outputMistakes(inputs.output, dockerfile, at),
  ];
}

function missing(input: string, path: string, at: Locate): Mistake[] {
  return existsSync(at(path)) ? [] : [{ input, problem: `names ${path}, which does not exist in the workspace` }];
}

function outputMistakes(output: string, { path }: Dockerfile, at: Locate): Mistake[] {
  const wrong = (problem: string): Mistake[] => [{ input: 'output', problem }];
  if (/^type=|,dest=/.test(output))
    return wrong(`is "${output}"; give the path of the OCI archive alone, such as image.tar`);
  if (output === path) return wrong(`is ${output}, which is the Dockerfile; name another file`);
  if (output !== '' && isFolder(at(output))) return wrong(`is ${output}, which is a folder; name the file to write`);
  const problem = output === '' ? undefined : linkProblem(output, at);
  return problem === undefined ? [] : wrong(`is ${output}, ${problem}`);
}

function contextMistakes(context: string, at: Locate): Mistake[] {
  if (/^[a-z+]+:\/|^git@|^\{\{/.test(context))
    return [
      {
        input: 'context',
        problem: `is ${context.replace(/^([a-z+]+:)\/(?=[^/])/, '$1//')}; it is a folder of the workspace: leave it out, or name the folder, and check the repository out in a step before`,
      },
    ];
  if (!existsSync(at(context))) return missing('context', context, at);
  const problem = isFolder(at(context)) ? linkProblem(context, at) : 'which is no folder';
  return problem === undefined ? [] : [{ input: 'context', problem: `names ${context}, ${problem}` }];
}

function dockerfileMistakes(inputs: Inputs, dockerfile: Dockerfile, at: Locate): Mistake[] {
  const { path } = dockerfile;
  const wrong = (problem: string): Mistake[] => [{ input: 'file', problem }];
  if (!existsSync(at(path))) {
    // A wrong context is told already.
    if (inputs.file === '' && !isFolder(at(inputs.context || '.'))) return [];
    return wrong(`names ${path}, which does not exist in the workspace${meantFile(inputs, path, at)}`);
  }
  if (isFolder(at(path))) return wrong(`names ${path}, which is a folder; write ${join(path, 'Dockerfile')}`);
  const asked = frontendProblem(dockerfile.frontend);
  const problem = linkProblem(path, at) ?? (asked === undefined ? undefined : `which ${asked}`);
  return problem === undefined ? [] : wrong(`names ${path}, ${problem}`);
}

/** The Dockerfile that was meant: it lies in the context, or has another name than the usual one. */
function meantFile({ context, file }: Inputs, path: string, at: Locate): string {
  const inside = join(context || '.', path);
  if (file !== '' && inside !== path && existsSync(at(inside)))
    return ` (paths start at the workspace: write ${inside})`;
  if (file !== '') return '';
  const other = readdirSync(at(context || '.')).find((name) => /^(dockerfile|containerfile)(\..*)?$/i.test(name));
  return other === undefined ? '' : `; name the one that is there: \`file: ${join(context, other)}\``;
}

/** `default` is the agent of SSH_AUTH_SOCK; `id=path[,path]` names sockets or keys, wherever they are. */
function sshMistakes(agent: string, env: Environment): Mistake[] {
  const [id = '', ...rest] = agent.split('=');
  const paths = rest
    .join('=')
    .split(',')
    .filter((path) => path !== '');
  if (paths.length === 0)
    return env['SSH_AUTH_SOCK']
      ? []
      : [
          {
            input: 'ssh',
            problem: `holds "${id}", but no agent is running (SSH_AUTH_SOCK); start one, or name a socket or key as ${id}=path`,
          },
        ];
  return paths
    .filter((path) => !existsSync(path))
    .map((path) => ({ input: 'ssh', problem: `gives "${id}" ${path}, which does not exist` }));
}
