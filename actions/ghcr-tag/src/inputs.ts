import {
  credentials,
  keyValues,
  lines,
  notYet,
  oneOf,
  readInputs,
  text,
  type InputKind,
  type InputsOf,
  type InputSpec,
  type Mistake,
} from '@data-profiler-actions/action-kit';
import { readImages } from './images.ts';

/** A separator is taken as written, blanks included; a newline when not given. */
const separator = (): InputKind<string> => ({ parse: (raw) => ({ ok: true, value: raw === '' ? '\n' : raw }) });

export const inputSpec = {
  images: lines(),
  tags: notYet(),
  flavor: notYet(),
  labels: keyValues(),
  annotations: keyValues(),
  context: notYet('workflow'),
  'sep-tags': separator(),
  'sep-labels': separator(),
  'sep-annotations': separator(),
  promote: notYet(),
  push: oneOf('', 'true', 'false'),
  credentials: credentials(),
  token: text(),
  latest: oneOf('auto', 'true', 'false'),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;

export function readActionInputs(): Inputs {
  return readInputs(inputSpec, check);
}

function check(inputs: Inputs): Mistake[] {
  const { mistakes } = readImages(inputs.images, '');
  return inputs.push === 'true' && inputs.promote === ''
    ? [...mistakes, { input: 'push', problem: 'is true without "promote": there is nothing to push; remove it' }]
    : mistakes;
}
