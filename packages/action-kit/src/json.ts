/** A JSON object of somebody else's, as `JSON.parse` gives it: its members are unknown until a guard has looked at them. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value of a JSON text; undefined for a text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The object itself; an empty one for anything else. */
export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** A list, its items unlooked at; empty for anything else. */
export function itemsIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A list of objects as long as the value is: an item that is no object becomes an empty one, so that nothing is lost unseen. */
export function objectsIn(value: unknown): JsonObject[] {
  return itemsIn(value).map(objectOf);
}

export const isText = (value: unknown): value is string => typeof value === 'string';

/** The texts of a list; other items are left out. */
export const textsIn = (value: unknown): string[] => itemsIn(value).filter(isText);

/** The numbers of a list; other items are left out. */
export const numbersIn = (value: unknown): number[] =>
  itemsIn(value).filter((item): item is number => typeof item === 'number');

/** The text itself; empty for anything else. */
export const textOf = (value: unknown): string => (isText(value) ? value : '');

/** The number itself; 0 for anything else. */
export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
