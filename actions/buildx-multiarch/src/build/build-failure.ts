import type { Frontend } from '../request/frontend.ts';
import type { BuildStep } from './build-progress.ts';
import { isAboutFrontend, isBuilderGone, remedyFor, transient } from './build-remedies.ts';

/** Why a build failed, in BuildKit's words, and where in the Dockerfile. */
export interface BuildFailure {
  /** The failed step's last lines and BuildKit's error block. */
  readonly block: string;
  /** One sentence. */
  readonly headline: string;
  /** What can be done about it; empty when the Dockerfile itself must say. */
  readonly remedy: string;
  readonly file?: string;
  readonly line?: number;
  /** A registry or the network failed, not the Dockerfile: another try may pass. */
  readonly passing: boolean;
}

/** What a failed build was about, as far as it helps to read the failure. */
export interface BuildSubject {
  /** Relative to the workspace. */
  readonly dockerfile: string;
  readonly frontend: Frontend;
  /** Relative to the workspace. */
  readonly context: string;
  /** The image that makes the bill of materials; empty where none is made. */
  readonly scanner: string;
}

const logTail = 40;
const ofDockerfile =
  /did not complete successfully|dockerfile parse error|failed to compute cache key|target stage .* could not be found/;

/** Reads what buildx wrote beside its progress, and the steps that failed. */
export function readFailure(text: string, steps: readonly BuildStep[], subject: BuildSubject): BuildFailure {
  const failed = steps.filter(({ error }) => error !== '' && !error.includes('context canceled'));
  const logs = failed.map(({ name, log }) => [` > ${name}:`, ...log.slice(-logTail), '------'].join('\n'));
  const block = [...logs, text].filter((part) => part !== '').join('\n');
  const error = /^ERROR: (.+)$/m.exec(text)?.[1] ?? failed[0]?.error ?? '';
  const whole = `${text}\n${error}`;
  const blamesDockerfile = ofDockerfile.test(text);
  const line = lineIn(text) ?? lineOfFrontend(whole, subject.frontend);
  return {
    block,
    headline: error.replace(/^failed to build: /, '').replace(/^failed to solve: /, '') || 'buildx gave no reason',
    remedy: remedyFor({ whole, block, blamesDockerfile }, subject),
    ...(line !== undefined && { file: subject.dockerfile, line }),
    passing: !blamesDockerfile && !isBuilderGone(whole) && transient.test(whole),
  };
}

/** The line that BuildKit's error block points at (`Dockerfile:12`), or that could not be parsed. */
function lineIn(text: string): number | undefined {
  const line = /^\S[^\n]*:(\d+)$/m.exec(text)?.[1] ?? /parse error on line (\d+)/.exec(text)?.[1];
  return line === undefined ? undefined : Number(line);
}

function lineOfFrontend(text: string, frontend: Frontend): number | undefined {
  return frontend.line > 0 && isAboutFrontend(text, frontend) ? frontend.line : undefined;
}
