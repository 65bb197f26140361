import type { Version } from './version.ts';

/** PEP 440, appendix B, in the spellings that normalize without guessing. */
const pattern =
  /^v?(?:(\d+)!)?(\d+)(?:\.(\d+))?(?:\.(\d+))?((?:\.\d+)*)(?:[-_.]?(a|b|rc|alpha|beta|c|pre|preview)[-_.]?(\d+)?)?(?:[-_.]?(?:post|rev|r)[-_.]?(\d+)|-(\d+))?(?:[-_.]?dev[-_.]?(\d+)?)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/i;

const preNames: Readonly<Record<string, string>> = { alpha: 'a', beta: 'b', c: 'rc', pre: 'rc', preview: 'rc' };

/** Reads a Python version; `prerelease` is not empty for pre-, post- and development releases. */
export function parsePythonVersion(tag: string): Version | undefined {
  const match = pattern.exec(tag);
  if (!match) return undefined;
  const [, epoch, major = '', minor, patch, more = '', pre, preNumber, post, postShort, dev] = match;
  const isDev = /dev/i.test(tag.replace(/\+.*$/, ''));
  const suffix = [
    pre ? `${preNames[pre.toLowerCase()] ?? pre.toLowerCase()}${preNumber ?? '0'}` : '',
    (post ?? postShort) !== undefined ? `.post${post ?? postShort}` : '',
    isDev ? `.dev${dev ?? '0'}` : '',
  ].join('');
  const numbers = [major, minor, patch].filter((part) => part !== undefined).join('.') + more;
  const text = `${epoch ? `${epoch}!` : ''}${numbers}${suffix}`;
  return { scheme: 'pep440', text, major, minor: minor ?? '0', patch: patch ?? '0', prerelease: suffix };
}
