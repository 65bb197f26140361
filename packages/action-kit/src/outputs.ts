import { setOutput } from '@actions/core';

export type OutputValue = string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>;

/** Sets a step's outputs; lists and objects are written as JSON, undefined as empty text. */
export function setOutputs(outputs: Readonly<Record<string, OutputValue | undefined>>): void {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value ?? '');
}
