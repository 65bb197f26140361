/** `npm run bench`: ours and the yardstick in one run, as ratios. Seconds of one machine mean little; the ratios are what to compare. */
import { benchColdStart } from './cold-start.ts';
import { benchReleaseTree } from './release-tree.ts';

for (const bench of [benchColdStart, benchReleaseTree]) bench();
