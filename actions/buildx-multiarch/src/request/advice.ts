import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { info, nearest, notice, warning, type EventContext, type KeyValue } from '@data-profiler-actions/action-kit';
import type { Inputs } from '../inputs.ts';
import { liesOutside, type Dockerfile } from './dockerfile.ts';
import { isUsualFrontend } from './frontend.ts';
import type { PushDecision } from './push-decision.ts';

/** What people should know before the build although nothing of it is wrong for sure. */
export function advise(inputs: Inputs, event: EventContext, decision: PushDecision, dockerfile: Dockerfile): void {
  tellPush(decision);
  if (inputs.mode === 'merge') return;
  const { context } = inputs;
  if (dockerfile.found && existsSync(join(event.workspace, context)) && liesOutside(dockerfile.path, context))
    notice(
      `The Dockerfile ${dockerfile.path} lies outside the context ${context}: COPY sees the context alone. If it should see the Dockerfile’s folder too, set \`context\` to a folder that holds both.`,
    );
  // An untrusted run is given none, and nobody can mend that.
  const tell = event.untrusted === '' ? warning : info;
  for (const { key } of inputs.secrets.filter(({ value }) => value === ''))
    tell(
      `The secret "${key}" is empty; a run gets only those secrets that the repository or the job’s environment has, and none in a fork’s pull request.`,
    );
  misspelt(inputs.buildArgs, dockerfile).forEach((line) => warning(line));
}

function tellPush({ why, announce }: PushDecision): void {
  if (why === '') return;
  const tell = announce ? notice : info;
  tell(`Nothing is pushed: ${why}.`);
}

/** Build arguments that the Dockerfile does not declare and that look like one it does; those that others of a common list declare are no mistake. */
export function misspelt(given: readonly KeyValue[], { found, frontend, declared }: Dockerfile): string[] {
  if (!found || !isUsualFrontend(frontend)) return [];
  const names = given.map(({ key }) => key);
  const open = declared.filter((name) => !names.includes(name));
  return names
    .filter((name) => !declared.includes(name) && !predefined.test(name))
    .flatMap((name) => {
      const meant = nearest(name, open);
      return meant === undefined
        ? []
        : [`\`build-args\` gives ${name}, which the Dockerfile does not declare; did you mean ${meant}?`];
    });
}

/** Dockerfile reference, "Predefined ARGs", "Automatic platform ARGs in the global scope", "BuildKit built-in build args". */
const predefined =
  /^((https?|ftp|no|all)_proxy|SOURCE_DATE_EPOCH|BUILDKIT_.*|(TARGET|BUILD)(PLATFORM|OS|ARCH|VARIANT))$/i;
