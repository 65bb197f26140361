import type { BuildStep } from './build-progress.ts';

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
  /** The frontend that the Dockerfile asks for; empty for BuildKit's own. */
  readonly syntax: string;
}

const logTail = 40;
const transient =
  /\b(408|429|5\d\d) [A-Z]|too many requests|connection reset|connection refused|broken pipe|i\/o timeout|TLS handshake timeout|unexpected EOF|http2: |temporary failure|no such host|server misbehaving/i;
const ofDockerfile =
  /did not complete successfully|dockerfile parse error|failed to compute cache key|target stage .* could not be found/;
const builderGone =
  /rpc error: code = Unavailable|error reading from server|failed to receive status|listing workers|transport is closing|graceful_stop/i;

/** Reads what buildx wrote beside its progress, and the steps that failed. */
export function readFailure(text: string, steps: readonly BuildStep[], subject: BuildSubject): BuildFailure {
  const failed = steps.filter(({ error }) => error !== '' && !error.includes('context canceled'));
  const logs = failed.map(({ name, log }) => [` > ${name}:`, ...log.slice(-logTail), '------'].join('\n'));
  const place = /^(\S[^\n]*):(\d+)$/m.exec(text)?.[2];
  const error = /^ERROR: (.+)$/m.exec(text)?.[1] ?? failed[0]?.error ?? '';
  const whole = `${text}\n${error}`;
  const frontend =
    subject.syntax !== '' && /resolve|frontend|load metadata/.test(whole) && whole.includes(plainName(subject.syntax));
  const line = place === undefined ? (frontend ? 1 : undefined) : Number(place);
  const gone = builderGone.test(whole) && !ofDockerfile.test(text);
  const block = [...logs, text].filter((part) => part !== '').join('\n');
  return {
    block,
    headline: error.replace(/^failed to build: /, '').replace(/^failed to solve: /, '') || 'buildx gave no reason',
    remedy: frontend ? frontendRemedy(subject.syntax) : gone ? goneRemedy : remedyFor(whole, block),
    ...(line !== undefined && { file: subject.dockerfile, line }),
    passing: !ofDockerfile.test(text) && !gone && transient.test(whole),
  };
}

/** `docker/dockerfile:1@sha256:…` as it is named in messages: its repository. */
function plainName(reference: string): string {
  return (reference.split(/[\s@]/)[0] ?? '').replace(/:[^/:]*$/, '');
}

function frontendRemedy(syntax: string): string {
  return `The Dockerfile’s \`# syntax\` line asks for ${syntax}, which could not be had. Leave the line out to use the frontend built in BuildKit, or make its registry reachable for the builder.`;
}

const goneRemedy =
  'The builder went away during the build. Look into its own log (memory, restarts), and run the step again.';

const fullDisk = /no space left on device|disk quota exceeded/i;
const diskRemedy =
  'A disk is full. Free space on the builder (docker buildx prune) or on the registry, or use a runner with a larger disk.';

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /buildkit-syft-scanner|sbom/i,
    'The scanner that makes the bill of materials could not be used. Name one that can be had as `sbom: generator=IMAGE`, or set `sbom` to false.',
  ],
  [
    /\b40[13] (Unauthorized|Forbidden)|insufficient_scope|pull access denied|authorization failed|denied:/i,
    'Give a login that may read the base images and write the image as a line of `credentials`.',
  ],
  [transient, 'A registry or the network failed. Run the step again, or allow more `retries`.'],
];

/** A disk that fills up is often told by the step alone; everything else in a step's log is the Dockerfile's own affair. */
function remedyFor(text: string, block: string): string {
  if (fullDisk.test(block)) return diskRemedy;
  return remedies.find(([pattern]) => pattern.test(text))?.[1] ?? '';
}
