import { existsSync, readFileSync } from 'node:fs';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a scanner's report; undefined where it is missing or no JSON object. */
export function readReport(file: string): JsonObject | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return objectOf(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

export const objectOf = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
export const listIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.map(objectOf) : []);
export const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
