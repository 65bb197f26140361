import { join } from 'node:path';

/** The repository's root. */
export const root = join(import.meta.dirname, '..');

/** The actions written in TypeScript; each has a bundle of its own under dist/. */
export const bundledActions = [
  'plan',
  'python-matrix-test',
  'web-build',
  'security-sarif',
  'buildx-multiarch',
  'ghcr-tag',
] as const;

/** The actions that are a manifest only. */
export const compositeActions = ['single-job'] as const;

/** Where the manifest of an action stands in the sources; the root action's is at the root. */
export const manifestOf = (action: string): string =>
  action === 'plan' ? 'action.yml' : join('actions', action, 'action.yml');

/** Where the README of an action stands in the sources. */
export const readmeOf = (action: string): string => join('actions', action, 'README.md');
