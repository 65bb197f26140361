import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const anyAction = 'actions/*/src/**/*.ts';
const forbid = (paths, message) => ({
  'no-restricted-imports': ['error', { patterns: [{ group: paths, message }] }],
});

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'examples/', '.pipeline/', '.release/', '**/fixtures/', '**/*.mjs'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true }],
      'max-lines-per-function': ['warn', { max: 68, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: [anyAction],
    rules: forbid(
      ['@actions/*', '**/actions/*'],
      'Only packages/action-kit imports the toolkit, and no action imports another.',
    ),
  },
  {
    files: ['packages/{http,image-tags,sarif}/src/**/*.ts'],
    rules: forbid(
      ['@actions/*', '@data-profiler-actions/*', '**/actions/*'],
      'A pure package imports nothing of ours.',
    ),
  },
  {
    files: ['packages/oci/src/**/*.ts'],
    rules: forbid(
      [
        '@actions/*',
        '@data-profiler-actions/action-kit',
        '@data-profiler-actions/sarif',
        '@data-profiler-actions/image-tags',
        '**/actions/*',
      ],
      'packages/oci knows nothing of Actions.',
    ),
  },
  {
    files: ['packages/action-kit/src/**/*.ts'],
    rules: forbid(['@data-profiler-actions/*', '**/actions/*'], 'The kit imports nothing of ours.'),
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['test/e2e/*.e2e.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'before', 'after'] },
          ],
        },
      ],
    },
  },
);
