import type { BuildSubject } from './build-failure.ts';

/** What a registry or the network says when another try may pass. */
export const transient =
  /\b(408|429|5\d\d) [A-Z]|too many requests|connection reset|connection refused|broken pipe|i\/o timeout|TLS handshake timeout|unexpected EOF|http2: |temporary failure|no such host|server misbehaving/i;

/** `docker/dockerfile:1@sha256:…` as it is named in messages: its repository. */
export function plainName(reference: string): string {
  return (reference.split(/[\s@]/)[0] ?? '').replace(/:[^/:]*$/, '');
}

/**
 * What can be done about a failed build; empty when the Dockerfile itself must say. `text` is what buildx said, `block` the failed steps' logs as well: a
 * disk that fills up is often told by the step alone; everything else in a step's log is the Dockerfile's own affair.
 */
export function remedyFor(text: string, block: string, subject: BuildSubject): string {
  if (/no space left on device|disk quota exceeded/i.test(block))
    return 'A disk is full. Free space on the builder (docker buildx prune) or on the registry, or use a runner with a larger disk.';
  return (
    missingRemedy(text, subject) ??
    scannerRemedy(text, subject) ??
    (denied.test(text)
      ? 'Give a login that may read the base images and write the image as a line of `credentials`.'
      : undefined) ??
    (transient.test(text) ? 'A registry or the network failed. Run the step again, or allow more `retries`.' : '')
  );
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
