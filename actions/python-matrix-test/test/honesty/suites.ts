import { brokenSuites } from './broken-suites.ts';
import { configuredSuites, emptySuites } from './configured-suites.ts';
import { crashedSuites, endedSuites } from './ended-suites.ts';
import type { HardSuite } from './hard-suite.ts';

export const hardSuites: readonly HardSuite[] = [
  ...endedSuites,
  ...crashedSuites,
  ...emptySuites,
  ...configuredSuites,
  ...brokenSuites,
];
