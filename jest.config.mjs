/** Tests are ES modules in TypeScript; ts-jest strips the types, `npm run types` checks them. */
export default {
  testEnvironment: 'node',
  // Beside the dependencies it was made with: a run's temporary folder ends with the run.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  roots: ['<rootDir>/packages', '<rootDir>/actions', '<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: '<rootDir>/tsconfig.base.json', diagnostics: false }],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@data-profiler-actions/([a-z-]+)$': '<rootDir>/packages/$1/src/index.ts',
  },
  setupFilesAfterEnv: ['<rootDir>/test/quiet-log.ts'],
  testTimeout: 120000,
  // Most tests wait for a tool that they started: one worker more than the default of a two-core machine costs nothing.
  maxWorkers: 2,
};
