import { createHash } from 'node:crypto';

const longest = 128;
const fingerprintLength = 8;

/** A tag that a registry accepts, and what had to change to make it one (empty: nothing). */
export interface LegalTag {
  readonly tag: string;
  readonly change: string;
}

/**
 * Makes any text a legal tag: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}` (OCI distribution-spec, "Pulling manifests").
 * Texts too long keep a hash of the whole, so that two of them stay two tags. Text without one legal character gives an empty tag.
 */
export function legalTag(text: string): LegalTag {
  const replaced = text.replaceAll(/[^a-zA-Z0-9._-]+/g, '-');
  const started = replaced.replace(/^[.-]+/, '');
  if (!/[a-zA-Z0-9_]/.test(started)) return { tag: '', change: `"${text}" has no character that a tag may hold` };
  const tag = started.length > longest ? shorten(started, text) : started;
  return { tag, change: tag === text ? '' : describe(text, tag, started.length > longest) };
}

function shorten(tag: string, whole: string): string {
  const fingerprint = createHash('sha256').update(whole).digest('hex').slice(0, fingerprintLength);
  return `${tag.slice(0, longest - fingerprintLength - 1)}-${fingerprint}`;
}

function describe(text: string, tag: string, shortened: boolean): string {
  const why = shortened
    ? `a tag has at most ${longest} characters`
    : 'a tag holds letters, digits, "_", "." and "-", and starts with a letter, digit or "_"';
  return `"${text}" became "${tag}": ${why}`;
}
