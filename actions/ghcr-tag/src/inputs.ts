import {
  credentials,
  mistakesError,
  notice,
  oneOf,
  parseInputs,
  text,
  type InputKind,
  type InputsOf,
  type InputSpec,
} from '@data-profiler-actions/action-kit';
import { imageLines } from './request/images.ts';
import { annotationLines, labelLines } from './request/label-lines.ts';
import { promoteSource } from './request/promote-source.ts';
import { flavorLines, tagRules } from './request/rule-inputs.ts';
import { foreignInputs, readVariables, type Variables } from './request/variables.ts';

/** A separator is taken as written, blanks included; a newline when not given. */
const separator = (): InputKind<string> => ({ parse: (raw) => ({ ok: true, value: raw === '' ? '\n' : raw }) });

export const inputSpec = {
  images: imageLines(),
  tags: tagRules(),
  flavor: flavorLines(),
  labels: labelLines(),
  annotations: annotationLines(),
  context: oneOf('workflow', 'git'),
  'sep-tags': separator(),
  'sep-labels': separator(),
  'sep-annotations': separator(),
  promote: promoteSource(),
  push: pushWord(() => process.env['INPUT_PROMOTE']),
  credentials: credentials(),
  token: text(),
  latest: oneOf('auto', 'true', 'false'),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec> & { readonly variables: Variables };

/** The inputs, and docker/metadata-action's variables that take part; all mistakes in either are told together. */
export function readActionInputs(env: Readonly<Record<string, string | undefined>> = process.env): Inputs {
  const { inputs, mistakes } = parseInputs(inputSpec, env);
  const { variables, mistakes: wrongVariables } = readVariables(env);
  const foreign = foreignInputs(env);
  const all = [...mistakes, ...wrongVariables, ...foreign.mistakes];
  if (all.length > 0) throw mistakesError(all);
  foreign.notices.forEach((message) => notice(message));
  return { ...(inputs as InputsOf<typeof inputSpec>), variables };
}

/** Pushing needs `promote`; read here and not after all inputs, so that it is told together with every other mistake. */
function pushWord(promoteInput: () => string | undefined): InputKind<'' | 'true' | 'false' | 'force'> {
  return {
    parse: (raw) => {
      const parsed = oneOf('', 'true', 'false', 'force').parse(raw);
      if (!parsed.ok) return { ok: false, problem: parsed.problem.replace('one of , ', 'empty or one of ') };
      if (parsed.value === '' || parsed.value === 'false' || promoteInput()?.trim()) return parsed;
      return { ok: false, problem: `is ${parsed.value} without "promote": there is nothing to push; remove it` };
    },
  };
}
