import {
  credentials,
  notice,
  oneOf,
  readInputs,
  text,
  type InputKind,
  type InputsOf,
  type InputSpec,
  type Mistake,
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
  push: oneOf('', 'true', 'false', 'force'),
  credentials: credentials(),
  token: text(),
  latest: oneOf('auto', 'true', 'false'),
} as const satisfies InputSpec;

type Environment = Readonly<Record<string, string | undefined>>;

export type Inputs = InputsOf<typeof inputSpec> & { readonly variables: Variables };

/** The inputs, and docker/metadata-action's variables that take part; all mistakes in either are told together. */
export function readActionInputs(env: Environment = process.env): Inputs {
  const { variables, mistakes } = readVariables(env);
  const foreign = foreignInputs(env);
  const further = ({ push }: Partial<Inputs>): Mistake[] => [
    ...pushMistakes(push, env),
    ...mistakes,
    ...foreign.mistakes,
  ];
  const inputs = readInputs(inputSpec, further, env);
  foreign.notices.forEach((message) => notice(message));
  return { ...inputs, variables };
}

/** Pushing needs `promote`, be it a wrong one, which is told by itself. */
function pushMistakes(push: Inputs['push'] | undefined, env: Environment): Mistake[] {
  if (push === undefined || push === '' || push === 'false' || env['INPUT_PROMOTE']?.trim()) return [];
  return [{ input: 'push', problem: `is ${push} without "promote": there is nothing to push; remove it` }];
}
