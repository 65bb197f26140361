import { createHash } from 'node:crypto';

/** What a name became as a tag; `change` says why it differs, and is empty where it doesn't. */
export interface LegalTag {
  readonly name: string;
  readonly change: string;
}

const longest = 128;
const hashLength = 8;

/**
 * Any text as a tag of the OCI distribution grammar, `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`. Runs of other characters become one `-`, as docker/metadata-action
 * does; what that action leaves illegal (first character, length, nothing left) is made legal here, with a short hash where names could collide.
 */
export function legalTag(raw: string): LegalTag {
  const replaced = raw.replaceAll(/[^a-zA-Z0-9._-]+/g, '-');
  if (!/[a-zA-Z0-9]/.test(replaced))
    return { name: `ref-${shortHash(raw)}`, change: 'no character of the name is legal in a tag' };
  const started = replaced.replace(/^[.-]/, '_');
  if (started.length > longest) {
    const kept = started.slice(0, longest - hashLength - 1);
    return { name: `${kept}-${shortHash(raw)}`, change: `cut to ${longest} characters` };
  }
  if (started !== replaced) return { name: started, change: 'a tag starts with a letter, a digit or "_"' };
  return { name: started, change: replaced === raw ? '' : 'characters that a tag cannot hold became "-"' };
}

/** Tells apart names that would look the same as a tag. */
export function shortHash(raw: string): string {
  return createHash('sha256').update(raw).digest('hex').slice(0, hashLength);
}
