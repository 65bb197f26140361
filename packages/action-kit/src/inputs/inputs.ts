import { UserError } from '../errors.ts';
import type { InputKind } from './input-kinds.ts';

export type InputSpec = Readonly<Record<string, InputKind<unknown>>>;

type CamelCase<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

/** The typed inputs of a spec, under camelCase names. */
export type InputsOf<S extends InputSpec> = {
  [K in keyof S & string as CamelCase<K>]: S[K] extends InputKind<infer T> ? T : never;
};

/** What is wrong with one input: the sentence a user reads. */
export interface Mistake {
  readonly input: string;
  readonly problem: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads every input of a spec from the runner's INPUT_ variables (actions/runner Handler.cs: blanks become `_`, upper case, hyphens stay).
 * `further` finds what only several inputs together, or the file system, can tell; it is given those that could be read. Throws one UserError
 * that lists all mistakes.
 */
export function readInputs<S extends InputSpec>(
  spec: S,
  further: (readable: Partial<InputsOf<S>>) => readonly Mistake[] = () => [],
  env: Environment = process.env,
): InputsOf<S> {
  const { inputs, mistakes } = parseEach(spec, env);
  const all = [...mistakes, ...further(inputs as Partial<InputsOf<S>>)];
  if (all.length > 0) throw mistakesError(all);
  return inputs as InputsOf<S>;
}

/** The inputs that could be read and the mistakes in the others, for an action that looks for more mistakes before it reports them all. */
export function parseInputs<S extends InputSpec>(
  spec: S,
  env: Environment = process.env,
): { readonly inputs: Partial<InputsOf<S>>; readonly mistakes: readonly Mistake[] } {
  const { inputs, mistakes } = parseEach(spec, env);
  return { inputs: inputs as Partial<InputsOf<S>>, mistakes };
}

/** Without a mistake every input of the spec is there. */
function parseEach(spec: InputSpec, env: Environment): { inputs: Record<string, unknown>; mistakes: Mistake[] } {
  const inputs: Record<string, unknown> = {};
  const mistakes: Mistake[] = [];
  for (const [name, kind] of Object.entries(spec)) {
    const raw = env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '';
    const parsed = kind.parse(raw);
    if (parsed.ok) inputs[camelCase(name)] = parsed.value;
    else mistakes.push({ input: name, problem: `${parsed.problem}${parsed.showsText ? '' : shown(name, raw)}` });
  }
  return { inputs, mistakes };
}

/** One error for all mistakes, each on a line of its own. */
export function mistakesError(mistakes: readonly Mistake[]): UserError {
  const list = mistakes.map(({ input, problem }) => `Input "${input}" ${problem}.`);
  const count = mistakes.length === 1 ? '' : `${mistakes.length} inputs are wrong:\n`;
  return new UserError(`${count}${list.join('\n')}`, 'Correct the step’s `with:` block; nothing has been run.');
}

const confidential = /secret|token|credential|password|key/;

function shown(name: string, raw: string): string {
  if (confidential.test(name)) return '';
  const flat = raw.trim().replaceAll(/\s+/g, ' ');
  return `; got "${flat.length > 80 ? `${flat.slice(0, 80)}…` : flat}"`;
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
