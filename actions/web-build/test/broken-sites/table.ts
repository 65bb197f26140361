import { table } from '@data-profiler-actions/action-kit';
import { severities } from '../../src/checks/finding.ts';
import { majorOf, type ViteVersion } from '../vite-versions.ts';
import type { BuiltBrokenSite } from './build-sites.ts';

/** The README's table: each broken site, the check that finds it, and what plain `vite build` says of it. */
export function brokenSitesTable(built: ReadonlyMap<ViteVersion, readonly BuiltBrokenSite[]>): string {
  const rows = [...built.values()][0]?.map(({ site: { what, id } }, at) => {
    const said = [...built].map(([version, sites]) => ({ major: majorOf(version), plain: sites[at]?.plain ?? 'red' }));
    return [what, `\`${id}\``, severities[id], inWords(said)];
  });
  return table(['What is wrong', 'Found by', 'Level', 'Plain `vite build`'], rows ?? []);
}

/** One word where all versions say the same, else each with its versions. */
function inWords(said: readonly { major: string; plain: string }[]): string {
  const groups = [...Map.groupBy(said, ({ plain }) => plain)];
  const [only] = groups;
  if (groups.length === 1 && only) return only[0];
  return groups.map(([plain, versions]) => `${plain} (${versions.map(({ major }) => major).join(', ')})`).join('; ');
}
