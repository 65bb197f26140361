/** What a JSON value must look like. Objects are closed: a member that is not named is a problem. */
export type Shape =
  | { readonly kind: 'text'; readonly max?: number; readonly pattern?: RegExp; readonly is?: string }
  | { readonly kind: 'integer'; readonly min: number }
  | { readonly kind: 'one'; readonly of: readonly string[] }
  | { readonly kind: 'list'; readonly of: Shape; readonly max?: number }
  | { readonly kind: 'object'; readonly required: Members; readonly optional: Members };

type Members = Readonly<Record<string, Shape>>;

export interface Problem {
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string;
  /** What is wrong, with the limit where there is one. */
  readonly message: string;
}

/** `max` in UTF-16 units; empty text is never right. */
export const text = (max?: number): Shape => ({ kind: 'text', ...(max !== undefined && { max }) });
/** `is` completes "must be …". */
export const textLike = (pattern: RegExp, is: string): Shape => ({ kind: 'text', pattern, is });
export const integer = (min: number): Shape => ({ kind: 'integer', min });
export const one = (...of: readonly string[]): Shape => ({ kind: 'one', of });
export const list = (of: Shape, max?: number): Shape => ({ kind: 'list', of, ...(max !== undefined && { max }) });
export const object = (required: Members, optional: Members = {}): Shape => ({ kind: 'object', required, optional });

const count = (number: number): string => number.toLocaleString('en');

/** Every way in which a value differs from a shape. */
export function differences(value: unknown, shape: Shape): Problem[] {
  const problems: Problem[] = [];
  const path: (string | number)[] = [];
  const say = (message: string): void => void problems.push({ pointer: pointerOf(path), message });

  function visit(value: unknown, shape: Shape): void {
    switch (shape.kind) {
      case 'text': {
        visitText(value, shape);
        return;
      }
      case 'integer':
        if (!Number.isSafeInteger(value) || Number(value) < shape.min)
          say(`must be a whole number of at least ${shape.min}`);
        return;
      case 'one':
        if (typeof value !== 'string' || !shape.of.includes(value)) say(`must be ${shape.of.join(' or ')}`);
        return;
      case 'list': {
        visitList(value, shape);
        return;
      }
      case 'object': {
        visitObject(value, shape);
        return;
      }
    }
  }

  function visitText(value: unknown, { max, pattern, is }: Shape & { kind: 'text' }): void {
    if (typeof value !== 'string' || value === '') say('must be text that is not empty');
    else if (max !== undefined && value.length > max)
      say(`has ${count(value.length)} characters, ${count(max)} are allowed`);
    else if (pattern && !pattern.test(value)) say(`must be ${is ?? 'of another form'}`);
  }

  function visitList(value: unknown, { of, max }: Shape & { kind: 'list' }): void {
    if (!Array.isArray(value)) {
      say('must be a list');
      return;
    }
    if (max !== undefined && value.length > max) say(`has ${count(value.length)} members, ${count(max)} are allowed`);
    value.forEach((member: unknown, index) => within(index, member, of));
  }

  function visitObject(value: unknown, { required, optional }: Shape & { kind: 'object' }): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      say('must be an object');
      return;
    }
    for (const name in required) if (!Object.hasOwn(value, name)) within(name, undefined, undefined);
    const members = value as Readonly<Record<string, unknown>>;
    for (const name in members) within(name, members[name], required[name] ?? optional[name] ?? null);
  }

  /** `undefined`: the member is missing; `null`: it is not known. */
  function within(step: string | number, member: unknown, shape: Shape | undefined | null): void {
    path.push(step);
    if (shape) visit(member, shape);
    else say(shape === null ? 'is not a member that is known here' : 'is missing');
    path.pop();
  }

  visit(value, shape);
  return problems;
}

const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
