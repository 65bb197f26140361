import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';

/** Options of pytest that take no value, so that the word after them is a path. */
const alone =
  /^-(?:[vqxslh]+|r\w+|-lf|-ff|-nf|-sw|-last-failed|-failed-first|-new-first|-stepwise|-verbose|-quiet|-exitfirst|-strict|-strict-\w+|-no-header|-no-summary|-showlocals|-doctest-modules|-cache-clear|-runxfail|-no-cov|-full-trace|-continue-on-collection-errors|-disable-warnings)$/;

/** What is wrong with the paths among pytest's arguments; completes the sentence "Input … ". Words after an option that may take them as its value are left to pytest. */
export function checkSuitePaths(args: readonly string[], directory: string, workspace: string): string[] {
  if (args.includes('--pyargs')) return [];
  return args.flatMap((word, index) => {
    const before = args[index - 1] ?? '';
    const isValue = before.startsWith('-') && !before.includes('=') && !alone.test(before);
    if (word.startsWith('-') || word.startsWith('@') || word.includes('$') || isValue) return [];
    const path = word.split('::')[0] ?? '';
    const file = resolve(directory, path);
    const inside = !/^\.\.|^\//.test(relative(workspace, file)) && !isAbsolute(relative(workspace, file));
    if (!inside) return [`names "${word}", which lies outside the workspace`];
    if (existsSync(join(file))) return [];
    return /[*?[]/.test(path) && !word.includes('::')
      ? [
          `names "${word}", which does not exist in working-directory; no shell expands it, so name the folder, or a keyword with -k`,
        ]
      : [`names "${word}", which does not exist in working-directory`];
  });
}
