import { exportVariable, setOutput } from './workflow-commands.ts';

export type OutputValue = string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>;

/** Sets a step's outputs; lists and objects are written as JSON, undefined as empty text. */
export function setOutputs(outputs: Readonly<Record<string, OutputValue | undefined>>): void {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value ?? '');
}

/** Hands variables to all later steps of the job: only where a user asks for it, since it changes what their commands see. */
export function exportVariables(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) exportVariable(name, value);
}
