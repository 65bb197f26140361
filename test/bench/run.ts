/**
 * `npm run bench [-- name …]`: ours and the yardstick in one run, as ratios. Seconds of one machine mean little; the ratios are what to compare.
 * A bench that cannot measure throws; one over its budget only says so, since machines are noisy.
 */
import { useOwnTemporaryFolder } from '../../scripts/own-temporary-folder.ts';
import { provisionTestTools } from '../tools.ts';
import { benchBuildx } from './buildx.ts';
import { benchColdStart } from './cold-start.ts';
import { benchGhcrTag } from './ghcr-tag.ts';
import { benchMerge } from './merge.ts';
import { benchPythonMatrixTest } from './python-matrix-test.ts';
import { benchReleaseTree } from './release-tree.ts';
import { benchSarif } from './sarif.ts';
import { benchSecurityScanners } from './security-scanners.ts';
import { benchWaysOfBuilding } from './ways-of-building.ts';
import { benchWebChecks } from './web-checks.ts';
import { benchWebBuild } from './web-build.ts';

const benches: Readonly<Record<string, () => void | Promise<void>>> = {
  buildx: benchBuildx,
  'cold-start': benchColdStart,
  'ghcr-tag': benchGhcrTag,
  merge: benchMerge,
  'python-matrix-test': benchPythonMatrixTest,
  'release-tree': benchReleaseTree,
  sarif: benchSarif,
  'security-scanners': benchSecurityScanners,
  'ways-of-building': benchWaysOfBuilding,
  'web-checks': benchWebChecks,
  'web-build': benchWebBuild,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0)
  throw new Error(`No bench is named ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);

useOwnTemporaryFolder();
Object.assign(process.env, await provisionTestTools());
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n── ${name}`);
  await bench();
}
