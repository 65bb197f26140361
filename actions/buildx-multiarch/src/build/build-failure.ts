import { placeOf, type Frontend } from '../request/frontend.ts';
import type { BuildStep } from './build-progress.ts';
import { plainName, remedyFor, transient } from './build-remedies.ts';

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
const builderGone =
  /rpc error: code = Unavailable|error reading from server|failed to receive status|listing workers|transport is closing|graceful_stop/i;

/** Reads what buildx wrote beside its progress, and the steps that failed. */
export function readFailure(text: string, steps: readonly BuildStep[], subject: BuildSubject): BuildFailure {
  const failed = steps.filter(({ error }) => error !== '' && !error.includes('context canceled'));
  const logs = failed.map(({ name, log }) => [` > ${name}:`, ...log.slice(-logTail), '------'].join('\n'));
  const place = /^\S[^\n]*:(\d+)$/m.exec(text)?.[1] ?? /parse error on line (\d+)/.exec(text)?.[1];
  const error = /^ERROR: (.+)$/m.exec(text)?.[1] ?? failed[0]?.error ?? '';
  const whole = `${text}\n${error}`;
  const { reference, line: asked } = subject.frontend;
  const frontend =
    reference !== '' && /resolve|frontend|load metadata/.test(whole) && whole.includes(plainName(reference));
  const line = place === undefined ? (frontend && asked > 0 ? asked : undefined) : Number(place);
  const gone = builderGone.test(whole) && !ofDockerfile.test(text);
  const block = [...logs, text].filter((part) => part !== '').join('\n');
  return {
    block,
    headline: error.replace(/^failed to build: /, '').replace(/^failed to solve: /, '') || 'buildx gave no reason',
    remedy: frontend ? frontendRemedy(subject.frontend) : gone ? goneRemedy : remedyFor(whole, block, subject),
    ...(line !== undefined && { file: subject.dockerfile, line }),
    passing: !ofDockerfile.test(text) && !gone && transient.test(whole),
  };
}

function frontendRemedy(frontend: Frontend): string {
  const asks = frontend.line === 0 ? 'The build' : 'The Dockerfile';
  return `${asks} asks for the frontend ${frontend.reference} in ${placeOf(frontend)}, which could not be had. Leave it out to use the frontend built in BuildKit, or make its registry reachable for the builder, with a login that may read it as a line of \`credentials\`.`;
}

const goneRemedy =
  'The builder went away during the build. Look into its own log (memory, restarts), and run the step again.';
