/** A version tag taken apart; the numbers keep their digits (`2024.01.02` stays that). */
export interface Version {
  /** `two-part` is `1.2`, which counts as 1.2.0; `one-part` is `v1`, whose number alone counts. */
  readonly scheme: 'semver' | 'pep440' | 'two-part' | 'one-part';
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
/** A year, a month of two digits, then a day of two digits or the number of the release in that month. */
const calendar = new RegExp(String.raw`^v?(\d{4})\.(0[1-9]|1[0-2])\.(0\d|[1-9]\d*|0)${prereleasePart}${buildPart}$`);
const twoPart = new RegExp(String.raw`^v?(\d+)\.(\d+)${prereleasePart}${buildPart}$`);
const twoPartEnding = /^(.*?[^0-9.])?(v?\d+\.\d+(?:-[0-9a-zA-Z.-]+)?(?:\+[0-9a-zA-Z.-]+)?)$/;
const onePart = /^v?(\d+)$/;
/** A number behind a name may be anything: `build-7`, `fix/12`. */
const onePartEnding = /^(?:(.*[/-])(v\d+)|(v?\d+))$/;
const ending = new RegExp(String.raw`^(.*?[^0-9.])?(v?\d+\.\d+\.\d+(?:-[0-9a-zA-Z.-]+)?(?:\+[0-9a-zA-Z.-]+)?)$`);

/** Reads `X.Y.Z` with an optional leading `v`, or a calendar version YYYY.MM.DD; undefined for anything else. */
export function parseVersion(tag: string): Version | undefined {
  const match = semantic.exec(tag) ?? calendar.exec(tag);
  if (!match) return undefined;
  const [, major = '', minor = '', patch = '', prerelease = ''] = match;
  const text = `${major}.${minor}.${patch}${prerelease ? `-${prerelease}` : ''}`;
  return { scheme: 'semver', text, major, minor, patch, prerelease };
}

/** Reads `X.Y` with an optional leading `v`. */
export function parseTwoPart(tag: string): Version | undefined {
  const match = twoPart.exec(tag);
  if (!match) return undefined;
  const [, major = '', minor = '', prerelease = ''] = match;
  const text = `${major}.${minor}${prerelease ? `-${prerelease}` : ''}`;
  return { scheme: 'two-part', text, major, minor, patch: '0', prerelease };
}

/** Reads `v1` or `1`. */
export function parseOnePart(tag: string): Version | undefined {
  const [, major] = onePart.exec(tag) ?? [];
  return major === undefined
    ? undefined
    : { scheme: 'one-part', text: major, major, minor: '0', patch: '0', prerelease: '' };
}

/** The version at the end of a name such as `app/v1.2.3` or `release-1.2.3`, and what stands before it. */
export function versionAtEnd(name: string): EndingVersion | undefined {
  const [, lead = '', rest = ''] = ending.exec(name) ?? [];
  const version = parseVersion(rest);
  return version && { before: withoutV(lead), version };
}

/** The same, or where there is none a version of two parts, `1.2`, or of one, `v1`: of tags that are taken as they are. */
export function anyVersionAtEnd(name: string): EndingVersion | undefined {
  return versionAtEnd(name) ?? twoPartAtEnd(name) ?? onePartAtEnd(name);
}

function twoPartAtEnd(name: string): EndingVersion | undefined {
  const [, lead = '', rest = ''] = twoPartEnding.exec(name) ?? [];
  const version = parseTwoPart(rest);
  return version && { before: withoutV(lead), version };
}

function onePartAtEnd(name: string): EndingVersion | undefined {
  const [, before = '', behind, whole = ''] = onePartEnding.exec(name) ?? [];
  const version = parseOnePart(behind ?? whole);
  return version && { before, version };
}

interface EndingVersion {
  readonly before: string;
  readonly version: Version;
}

/** The `v` of `-v1.2.3` ends the lazy lead; it belongs to the version. */
function withoutV(lead: string): string {
  return lead.endsWith('v') && !/[a-zA-Z]v$/.test(lead) ? lead.slice(0, -1) : lead;
}

/** Whether a version counts years: 2024.01.05, 2024.1. Its numbers say nothing beside 1.2.3. */
export const isCalendar = ({ major }: Version): boolean => /^(?:19|20)\d\d$/.test(major);

/** Whether a tag names one release for good, of an image or of a part of a monorepo: `1.2.3`, `1.2.3-rc.1`, `app-v1.2.3`. */
export function isReleaseTag(tag: string): boolean {
  return parseVersion(tag) !== undefined || versionAtEnd(tag)?.before.endsWith('-') === true;
}
