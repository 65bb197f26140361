import type { Dependency, Finding } from '../model/finding.ts';
import { bases } from '../model/severity.ts';
import { byFame, canonicalId } from './ids.ts';
import { normalVersion } from './versions.ts';

/** A finding about a package. */
export type Vulnerability = Finding & { readonly dependency: Dependency };

export const isVulnerability = (finding: Finding): finding is Vulnerability => finding.dependency !== undefined;

/**
 * Unites what several scanners say of the same vulnerability in the same package and file: findings that share an id, directly or through others, become
 * one that names all who saw it. Several vulnerable versions of a package in one file (markers, nested installs) are one too: code scanning tells alerts
 * apart by rule, file and fingerprint, and an upgrade must not change which they are.
 */
export function uniteVulnerabilities(findings: readonly Vulnerability[]): Finding[] {
  const parents = findings.map((_, index) => index);
  const rootOf = (index: number): number => {
    let at = index;
    while (parents[at] !== at) {
      const parent = parents[at] ?? at;
      parents[at] = parents[parent] ?? parent;
      at = parent;
    }
    return at;
  };
  const firstWith = new Map<string, number>();
  findings.forEach((finding, index) => {
    for (const key of keysOf(finding)) {
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, index);
      else parents[rootOf(index)] = rootOf(first);
    }
  });
  return [...Map.groupBy(findings.keys(), rootOf).values()].map((members) =>
    united(members.flatMap((index) => findings[index] ?? [])),
  );
}

/** An id counts within one package of one file only. */
function keysOf({ file, dependency, rule }: Vulnerability): string[] {
  return [rule, ...dependency.aliases].map((id) => JSON.stringify([file, dependency.package, canonicalId(id)]));
}

function united(members: readonly Vulnerability[]): Finding {
  const [worst] = [...members].sort(byGround);
  if (!worst) throw new Error('A vulnerability is seen by somebody.');
  const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
  const aliases = distinct(
    members.flatMap(({ rule, dependency }) => [rule, ...dependency.aliases].map(canonicalId)),
  ).sort(byFame);
  const fixedIn = distinct(members.flatMap(({ dependency }) => dependency.fixedIn));
  const scanners = distinct(members.flatMap((member) => member.scanners)).sort();
  const places = [...new Map(members.map((member) => [normalVersion(member.dependency.version), member])).values()];
  const versions = places.map(({ dependency }) => dependency.version).join(', ');
  const [rule = worst.rule, ...others] = aliases;
  const title = members.find((member) => member.title !== '')?.title ?? '';
  const helpUri = members.find((member) => (member.helpUri ?? '') !== '')?.helpUri ?? pageOf(rule);
  const { package: name, holder } = worst.dependency;
  return {
    ...worst,
    rule,
    scanners,
    title: title || `Known vulnerability in ${name}`,
    line: Math.min(...members.map(({ line }) => line)),
    message: [
      `${name} ${versions} has ${rule}${title === '' ? '.' : `: ${title}.`}`,
      fixedIn.length > 0 ? `Upgrade to ${fixedIn.join(' or ')}.` : 'No fixed version is known.',
      ...(others.length > 0 ? [`Also known as ${others.join(', ')}.`] : []),
      ...(places.length > 1 ? [`It stands at ${places.map(inWords).join(' and ')}.`] : []),
      ...(holder === undefined ? [] : [`${holder}.`]),
      `Seen by ${scanners.join(', ')}.`,
    ].join(' '),
    ...(helpUri !== undefined && { helpUri }),
    dependency: { package: name, version: versions, aliases, fixedIn, ...(holder !== undefined && { holder }) },
  };
}

const inWords = ({ line, dependency }: Vulnerability): string => `line ${line} (${dependency.version})`;

/** The best grounded first: a measured score says more than a guess, also when it is lower. */
function byGround(a: Finding, b: Finding): number {
  const rank = ({ basis = 'scanner' }: Finding): number => bases.indexOf(basis);
  return rank(a) - rank(b) || b.score - a.score;
}

function pageOf(id: string): string | undefined {
  if (id.startsWith('CVE-')) return `https://nvd.nist.gov/vuln/detail/${id}`;
  if (id.startsWith('GHSA-')) return `https://github.com/advisories/${id}`;
  return /^(PYSEC|OSV)-/.test(id) ? `https://osv.dev/vulnerability/${id}` : undefined;
}
