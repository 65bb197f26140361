import { expect, it } from '@jest/globals';
import { failureSummary } from '../src/report/report.ts';

it('a remedy in the summary keeps its code, and nothing else of it is markup', () => {
  const remedy = 'Give it as a line of `secrets` (<b>*key*=value) or of `secret-files` (`x).';
  const failure = { block: 'b', headline: 'h', remedy, passing: false };
  expect(failureSummary('ghcr.io/org/app', failure)).toContain(
    'Give it as a line of `secrets` (&lt;b&gt;\\*key\\*=value) or of `secret-files` (\\`x).',
  );
});
