import { randomUUID } from 'node:crypto';
import { endGroup, info, setSecret, startGroup, warning, notice } from './workflow-commands.ts';

export { info, notice, warning };

/** Hides a value in everything the runner prints from here on; its lines too, since the log is masked line by line. */
export function mask(secret: string): void {
  for (const part of new Set([secret, ...secret.split(/\r?\n/)])) if (part.trim() !== '') setSecret(part);
}

/** Prints what a tool wrote in a folded group, with workflow commands inside it switched off. */
export function printGroup(title: string, toolOutput: string): void {
  startGroup(title);
  printGuarded(toolOutput);
  endGroup();
}

/** Prints untrusted text so that no line of it can act as a workflow command. */
function printGuarded(untrusted: string): void {
  const token = randomUUID();
  info(`::stop-commands::${token}`);
  info(untrusted.trimEnd());
  info(`::${token}::`);
}
