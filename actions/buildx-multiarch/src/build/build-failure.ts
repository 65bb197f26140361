import type { BuildStep } from './build-progress.ts';

/** Why a build failed, in BuildKit's words, and where in the Dockerfile. */
export interface BuildFailure {
  /** The failed step's last lines and BuildKit's error block. */
  readonly block: string;
  /** One sentence. */
  readonly headline: string;
  readonly file?: string;
  readonly line?: number;
  /** A registry or the network failed, not the Dockerfile: another try may pass. */
  readonly passing: boolean;
}

const logTail = 40;
const transient =
  /\b(429|5\d\d) |too many requests|connection reset|connection refused|i\/o timeout|TLS handshake timeout|unexpected EOF|temporary failure|no such host/i;

/** `text` is what buildx wrote beside its progress; `dockerfile` the path given to it, relative to the workspace. */
export function readFailure(text: string, steps: readonly BuildStep[], dockerfile: string): BuildFailure {
  const failed = steps.filter(({ error }) => error !== '' && !error.includes('context canceled'));
  const logs = failed.map(({ name, log }) => [` > ${name}:`, ...log.slice(-logTail), '------'].join('\n'));
  const place = /^(\S[^\n]*):(\d+)$/m.exec(text);
  const error = /^ERROR: (.+)$/m.exec(text)?.[1] ?? failed[0]?.error ?? '';
  const ofDockerfile = /did not complete successfully|dockerfile parse error|failed to compute cache key/.test(text);
  return {
    block: [...logs, text].filter((part) => part !== '').join('\n'),
    headline: error.replace(/^failed to build: /, '').replace(/^failed to solve: /, '') || 'buildx gave no reason',
    ...(place && { file: dockerfile, line: Number(place[2]) }),
    passing: !ofDockerfile && transient.test(`${text}\n${error}`),
  };
}
