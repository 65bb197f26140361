import {
  credentials,
  keyValues,
  notYet,
  oneOf,
  readInputs,
  text,
  type InputKind,
  type InputsOf,
  type InputSpec,
} from '@data-profiler-actions/action-kit';
import { isDigest, isTag } from '@data-profiler-actions/oci';
import { imageLines } from './images.ts';
import { flavorLines, tagRules } from './rule-inputs.ts';

/** A separator is taken as written, blanks included; a newline when not given. */
const separator = (): InputKind<string> => ({ parse: (raw) => ({ ok: true, value: raw === '' ? '\n' : raw }) });

/** Labels go out as `key=value` with nothing rendered in them: an expression would be published as it stands. */
const plainValues = (): ReturnType<typeof keyValues> => ({
  parse: (raw) => {
    const parsed = keyValues().parse(raw);
    const template = parsed.ok ? parsed.value.find(({ value }) => /\{\{.*\}\}/.test(value)) : undefined;
    if (!template) return parsed;
    return {
      ok: false,
      problem: `has an expression in ${template.key}, which is not supported yet; use \${{ … }} of the workflow`,
    };
  },
});

export const inputSpec = {
  images: imageLines(),
  tags: tagRules(),
  flavor: flavorLines(),
  labels: plainValues(),
  annotations: plainValues(),
  context: notYet('workflow'),
  'sep-tags': separator(),
  'sep-labels': separator(),
  'sep-annotations': separator(),
  promote: digestOrTag(),
  push: pushFlag(() => process.env['INPUT_PROMOTE']),
  credentials: credentials(),
  token: text(),
  latest: oneOf('auto', 'true', 'false'),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;

export function readActionInputs(): Inputs {
  return readInputs(inputSpec);
}

/** Pushing needs `promote`; read here and not after all inputs, so that it is told together with every other mistake. */
function pushFlag(promoteInput: () => string | undefined): InputKind<'' | 'true' | 'false'> {
  return {
    parse: (raw) => {
      const parsed = oneOf('', 'true', 'false').parse(raw);
      if (!parsed.ok || parsed.value !== 'true' || promoteInput()?.trim()) return parsed;
      return { ok: false, problem: 'is true without "promote": there is nothing to push; remove it' };
    },
  };
}

/** A whole digest, or a tag. */
function digestOrTag(): InputKind<string> {
  return {
    parse: (raw) => {
      const value = raw.trim();
      if (value === '' || isDigest(value) || isTag(value)) return { ok: true, value };
      return {
        ok: false,
        problem: 'must be a whole digest (sha256: and 64 hexadecimal digits) or a tag of the images',
      };
    },
  };
}
