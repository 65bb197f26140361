/** Families of vulnerability ids, the best known first: tools and people speak of the CVE. */
const families = ['CVE-', 'GHSA-', 'PYSEC-', 'OSV-', 'PVE-', 'SFTY-', 'SAFETY-'];
const inAddress = /\b(GHSA(-[23456789cfghjmpqrvwx]{4}){3}|PYSEC-\d{4}-\d+)\b/i;

/** Orders the ids of one vulnerability by how well they are known, then by name. */
export function byFame(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : Number(a > b));
}

function rank(id: string): number {
  const place = families.findIndex((family) => id.startsWith(family));
  return place < 0 ? families.length : place;
}

/** As its database writes it: capitals, but for the tail of a GHSA id. Numbers alone are Safety's. */
export function canonicalId(id: string): string {
  const bare = id.trim();
  if (/^\d+$/.test(bare)) return `SAFETY-${bare}`;
  const capitals = bare.toUpperCase();
  return capitals.startsWith('GHSA-') ? `GHSA-${bare.slice('GHSA-'.length).toLowerCase()}` : capitals;
}

/** The ids in the addresses of advisories. A GHSA or PYSEC page is about one vulnerability; a CVE that is linked can be a related one, so it does not count. */
export function idsIn(addresses: readonly string[]): string[] {
  const found = addresses
    .filter((address) => /\/advisories\/|osv\.dev/i.test(address))
    .flatMap((address) => inAddress.exec(address)?.[0] ?? []);
  return [...new Set(found.map(canonicalId))];
}
