import type { Finding } from './finding.ts';

/**
 * Unites what several scanners say of the same vulnerability in the same package and file: findings that share an id, directly or through others, become
 * one that names all who saw it. The id shown is the CVE where there is one, since that is the one that tools and people use.
 */
export function uniteVulnerabilities(findings: readonly Finding[]): Finding[] {
  const groups: { readonly ids: Set<string>; readonly members: Finding[] }[] = [];
  for (const finding of findings) {
    const keys = keysOf(finding);
    const touching = groups.filter(({ ids }) => keys.some((key) => ids.has(key)));
    const ids = new Set([...keys, ...touching.flatMap((group) => [...group.ids])]);
    const members = [...touching.flatMap((group) => group.members), finding];
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push({ ids, members });
  }
  return groups.map(({ members }) => united(members));
}

/** An id counts within one package of one file only. */
function keysOf({ file, dependency, rule }: Finding): string[] {
  const place = `${file}\n${dependency?.package ?? ''}\n${dependency?.version ?? ''}`;
  return [rule, ...(dependency?.aliases ?? [])].map((id) => `${place}\n${id}`);
}

function united(members: readonly Finding[]): Finding {
  const worst = [...members].sort((a, b) => b.score - a.score)[0];
  const first = members[0];
  if (!worst || !first?.dependency) throw new Error('A vulnerability has a dependency.');
  const aliases = [...new Set(members.flatMap(({ rule, dependency }) => [rule, ...(dependency?.aliases ?? [])]))].sort(
    byFame,
  );
  const fixedIn = [...new Set(members.flatMap(({ dependency }) => dependency?.fixedIn ?? []))];
  const scanners = [...new Set(members.flatMap((member) => member.scanners))].sort();
  const { package: name, version } = first.dependency;
  const rule = aliases[0] ?? worst.rule;
  const known = members.find(({ title }) => title !== '') ?? worst;
  const remedy = fixedIn.length > 0 ? `Upgrade to ${fixedIn.join(' or ')}.` : 'No fixed version is known.';
  return {
    ...worst,
    rule,
    scanners,
    title: known.title,
    message: `${name} ${version} has ${rule}: ${known.title}. ${remedy} Seen by ${scanners.join(', ')}.`,
    dependency: { package: name, version, aliases, fixedIn },
  };
}

const fame = ['CVE-', 'GHSA-', 'PYSEC-'];

function byFame(a: string, b: string): number {
  const rank = (id: string): number =>
    (fame.findIndex((prefix) => id.startsWith(prefix)) + fame.length + 1) % (fame.length + 1);
  return rank(a) - rank(b) || a.localeCompare(b);
}
