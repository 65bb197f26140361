import type { Mistake } from '@data-profiler-actions/action-kit';
import { isDigest } from '@data-profiler-actions/oci';
import { isPlatform } from '../builder/builder-inspection.ts';
import type { Inputs } from '../inputs.ts';
import { annotationMistakes } from './annotation-levels.ts';

/** What is wrong in every mode. */
export function valueMistakes({ platforms, annotations }: Inputs): Mistake[] {
  return [...platformMistakes(platforms), ...annotationMistakes(annotations)];
}

/** What does not go with the mode, or with each other in it. */
export function modeMistakes(inputs: Inputs): Mistake[] {
  return [...outputMistakes(inputs), ...digestMistakes(inputs)];
}

function platformMistakes(platforms: readonly string[]): Mistake[] {
  const none = { input: 'platforms', problem: 'must name at least one platform, such as linux/amd64' };
  const wrong = platforms.filter((name) => !isPlatform(name));
  const rule = 'which is not os/architecture[/variant], such as linux/arm64';
  return [
    ...(platforms.length === 0 ? [none] : []),
    ...wrong.map((name) => ({ input: 'platforms', problem: `holds "${name}", ${rule}` })),
  ];
}

function outputMistakes({ output, mode, push, nodes }: Inputs): Mistake[] {
  const mistakes: Mistake[] = [];
  const wrong = (input: string, problem: string): void => void mistakes.push({ input, problem });
  if (output !== '' && mode === 'merge')
    wrong('output', 'belongs to modes all and build; a merge writes to the registry');
  if (output !== '' && push === 'true')
    wrong('output', 'takes the place of a push; leave `push` out or set it to false, or leave `output` out');
  if (nodes.length > 0 && mode === 'merge') wrong('nodes', 'belongs to modes all and build; a merge needs no builder');
  return mistakes;
}

function digestMistakes({ digests, mode, exchange }: Inputs): Mistake[] {
  const wrong = digests.filter((item) => !isDigest(item));
  const mistakes = wrong.map((item) => ({
    input: 'digests',
    problem: `holds "${item}", which is no digest; give the digest outputs of the build legs (sha256:…)`,
  }));
  if (digests.length > 0 && mode !== 'merge')
    mistakes.push({ input: 'digests', problem: 'belongs to mode merge; leave it out or set `mode: merge`' });
  if (mode === 'merge' && exchange === 'none' && digests.length === 0)
    mistakes.push({
      input: 'digests',
      problem:
        'must name what to merge when `exchange` is none: give the digest output of every build leg, or leave `exchange` out',
    });
  return mistakes;
}
