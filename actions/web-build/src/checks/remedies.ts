import type { CheckId, Finding } from './finding.ts';

/** What mends each kind of finding. */
const remedies: Readonly<Record<CheckId, string>> = {
  'dist-missing': 'Name where the build writes with the input output-directory.',
  'index-missing': 'Name the folder of index.html with the input output-directory.',
  'dist-stale': 'Let the build write the output directory, or remove it from the repository.',
  'ref-missing': 'Add the file under public/, or import it, so that the build takes it along.',
  'case-mismatch': 'Write the name as the file has it: web servers tell capitals apart.',
  'manifest-broken': 'Build again into an empty output directory.',
  'env-leak': 'Take it out of the client code and change the secret: it counts as published.',
  'dotfile-leak': 'Take the file out of public/.',
  'dev-code': 'Publish what vite build writes, not the development page.',
  budget: 'Load less, split it, or raise the budget.',
  'base-mismatch':
    'Make the base of the Vite configuration and the input base the same, and refer to files through it.',
  'localhost-url': 'Take the address from a variable that is set at build time.',
  'sourcemap-public': 'Set build.sourcemap to "hidden", or do not publish the maps.',
  'unhashed-asset':
    'Put [hash] into the file name patterns of the build, or the file under public/: browsers keep assets for long.',
  placeholder: 'Set the variable for the build.',
  'page-error': 'Open the page with npx vite preview and look at the browser’s console.',
  'build-warning': 'Do what it says, or let it pass with the input ignore.',
  'chunk-limit': 'Split the chunk with dynamic imports.',
  'duplicate-content': 'Keep one of them, and refer to that one.',
};

export const remedyOf = ({ id, remedy }: Finding): string => remedy ?? remedies[id];
