import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { KeyValue, Mistake } from '@data-profiler-actions/action-kit';
import { parseReference } from '@data-profiler-actions/oci';
import { isFolder, pathProblem, type Locate } from './workspace-path.ts';

/** A named context is a folder, an image, an OCI layout, or something elsewhere with a scheme of its own (https://, git@…). */
export function buildContextMistakes({ key, value }: KeyValue, at: Locate): Mistake[] {
  const problem = problemOf(value.trim(), at);
  return problem === undefined ? [] : [{ input: 'build-contexts', problem: `gives "${key}" ${problem}` }];
}

function problemOf(value: string, at: Locate): string | undefined {
  const [, scheme = '', rest = ''] = /^([a-z-]+):(?:\/\/)?(.*)$/.exec(value) ?? [];
  if (scheme === 'docker-image') return imageProblem(rest);
  if (scheme === 'oci-layout') return layoutProblem(rest, at);
  if (scheme === 'target')
    return `${value}, which only a bake file has; name a stage by its own name, or a folder or image`;
  if (scheme !== '' || value.startsWith('git@')) return undefined;
  const problem = pathProblem(value, at) ?? (isFolder(at(value)) ? undefined : 'which is no folder');
  return problem === undefined ? undefined : `the folder ${value}, ${problem}`;
}

function imageProblem(image: string): string | undefined {
  const parsed = parseReference(image);
  return parsed.ok ? undefined : `the image "${image}", which ${parsed.problem}`;
}

/** `oci-layout://folder[:tag][@digest]`; the folder may lie anywhere, as Buildx has it. */
function layoutProblem(text: string, at: Locate): string | undefined {
  const folder = text.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  if (existsSync(join(isAbsolute(folder) ? folder : at(folder), 'index.json'))) return undefined;
  return `the OCI layout ${folder}, which is none (it holds no index.json)`;
}
