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
 * does. What that would leave illegal (first character, length, nothing left) is made legal with a short hash of the whole text, so that two of these stay two.
 */
export function legalTag(raw: string): LegalTag {
  const replaced = raw.replaceAll(/[^a-zA-Z0-9._-]+/g, '-');
  if (!/[a-zA-Z0-9]/.test(replaced) && !/^_[._-]*$/.test(raw))
    return { name: `ref-${shortHash(raw)}`, change: 'no letter or digit of the name is legal in a tag' };
  const started = replaced.replace(/^[.-]/, '_');
  if (started === replaced && started.length <= longest)
    return { name: started, change: replaced === raw ? '' : 'characters that a tag cannot hold became "-"' };
  const kept = started.slice(0, longest - hashLength - 1);
  const change =
    started.length > longest
      ? `longer than ${longest} characters: cut, and a hash put behind`
      : 'a tag starts with a letter, a digit or "_": "_" put first, and a hash behind';
  return { name: `${kept}-${shortHash(raw)}`, change };
}

/** The tag of a branch called `latest`. */
export function latestBranchTag(raw: string): LegalTag {
  const change = 'a branch called latest does not move the tag latest: a hash put behind';
  return { name: `latest-${shortHash(raw)}`, change };
}

/** Tells apart names that would look the same as a tag. */
function shortHash(raw: string): string {
  return createHash('sha256').update(raw).digest('hex').slice(0, hashLength);
}
