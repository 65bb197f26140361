/** A version tag taken apart; the numbers keep their digits (`2024.01.02` stays that). */
export interface Version {
  /** Without leading `v` and build metadata. */
  readonly text: string;
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
  /** Empty for a release. */
  readonly prerelease: string;
}

/** Semantic Versioning 2.0.0 section 9: dot-separated identifiers, numeric ones without leading zeros. */
const identifier = String.raw`(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)`;
const prereleasePart = String.raw`(?:-(${identifier}(?:\.${identifier})*))?`;
const buildPart = String.raw`(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?`;
const number = String.raw`(0|[1-9]\d*)`;
const semantic = new RegExp(String.raw`^v?${number}\.${number}\.${number}${prereleasePart}${buildPart}$`);
const calendar = new RegExp(
  String.raw`^v?(\d{4})\.(0[1-9]|1[0-2])\.(0[1-9]|[12]\d|3[01])${prereleasePart}${buildPart}$`,
);

/** Reads `X.Y.Z` with an optional leading `v`, or a calendar version YYYY.MM.DD; undefined for anything else. */
export function parseVersion(tag: string): Version | undefined {
  const match = semantic.exec(tag) ?? calendar.exec(tag);
  if (!match) return undefined;
  const [, major = '', minor = '', patch = '', prerelease = ''] = match;
  const text = `${major}.${minor}.${patch}${prerelease ? `-${prerelease}` : ''}`;
  return { text, major, minor, patch, prerelease };
}
