import { placeOf, type Frontend } from '../request/frontend.ts';
import type { BuildSubject } from './build-failure.ts';

/** What a registry or the network says when another try may pass. */
export const transient =
  /\b(408|429|5\d\d) [A-Z]|too many requests|connection reset|connection refused|broken pipe|i\/o timeout|TLS handshake timeout|unexpected EOF|http2: |temporary failure|no such host|server misbehaving/i;

/** `docker/dockerfile:1@sha256:…` as it is named in messages: its repository. */
export function plainName(reference: string): string {
  return (reference.split(/[\s@]/)[0] ?? '').replace(/:[^/:]*$/, '');
}

/** The builder itself went away, which says nothing of what it built. */
export function isBuilderGone(text: string): boolean {
  return /rpc error: code = Unavailable|error reading from server|failed to receive status|listing workers|transport is closing|graceful_stop/i.test(
    text,
  );
}

/** The image that reads the Dockerfile could not be had. */
export function isAboutFrontend(text: string, { reference }: Frontend): boolean {
  return reference !== '' && /resolve|frontend|load metadata/.test(text) && text.includes(plainName(reference));
}

export interface FailureWords {
  /** What buildx said. */
  readonly whole: string;
  /** The failed steps' logs as well. */
  readonly block: string;
  readonly blamesDockerfile: boolean;
}

/**
 * What can be done about a failed build; empty when the Dockerfile itself must say. A disk that fills up is often told by the step alone; everything else
 * in a step's log is the Dockerfile's own affair.
 */
export function remedyFor({ whole, block, blamesDockerfile }: FailureWords, subject: BuildSubject): string {
  if (isAboutFrontend(whole, subject.frontend)) return frontendRemedy(subject.frontend);
  if (!blamesDockerfile && isBuilderGone(whole))
    return 'The builder went away during the build. Look into its own log (memory, restarts), and run the step again.';
  if (/no space left on device|disk quota exceeded/i.test(block))
    return 'A disk is full. Free space on the builder (docker buildx prune) or on the registry, or use a runner with a larger disk.';
  const lacking = missingRemedy(whole, subject) ?? scannerRemedy(whole, subject);
  if (lacking !== undefined) return lacking;
  if (denied.test(whole))
    return 'Give a login that may read the base images and write the image as a line of `credentials`.';
  return transient.test(whole) ? 'A registry or the network failed. Run the step again, or allow more `retries`.' : '';
}

function frontendRemedy(frontend: Frontend): string {
  const asks = frontend.line === 0 ? 'The build' : 'The Dockerfile';
  return `${asks} asks for the frontend ${frontend.reference} in ${placeOf(frontend)}, which could not be had. Leave it out to use the frontend built in BuildKit, or make its registry reachable for the builder, with a login that may read it as a line of \`credentials\`.`;
}

const denied = /\b40[13] (Unauthorized|Forbidden)|insufficient_scope|pull access denied|authorization failed|denied:/i;

/** What the Dockerfile uses and the step did not give. */
function missingRemedy(text: string, { context }: BuildSubject): string | undefined {
  const file = /failed to calculate checksum of ref \S+ "([^"\n]+)": not found/.exec(text)?.[1];
  // What another stage or a named context lacks is told by the line itself.
  if (file !== undefined && !/^ *\d+ \| >>> .*--from=/m.test(text))
    return `COPY and ADD see the context alone, which is ${context === '.' ? 'the workspace' : context}: it holds no ${file.replace(/^\//, '')}, or .dockerignore leaves that out.`;
  const secret = /secret (\S+): not found/.exec(text)?.[1];
  if (secret !== undefined)
    return `Give it as a line of \`secrets\` (${secret}=value) or of \`secret-files\` (${secret}=path).`;
  const agent = /unset ssh forward key (\S+)/.exec(text)?.[1];
  return agent === undefined ? undefined : `Start an SSH agent in a step before, and give this one \`ssh: ${agent}\`.`;
}

function scannerRemedy(text: string, { scanner }: BuildSubject): string | undefined {
  if (scanner === '' || !text.includes(plainName(scanner)) || !/resolve|fetch|request/.test(text)) return undefined;
  return 'The scanner that makes the bill of materials could not be had. Name another as `sbom: generator=IMAGE`, or set `sbom` to false.';
}
