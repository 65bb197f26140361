import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { JobReport } from '../../report/index.ts';
import type { WorkflowTree } from '../workflow/workflow-tree.ts';
import { historyOf } from './history.ts';
import { nextAttempt, type NextAttempt } from './next-attempt.ts';
import { rewriteWorkflow, standInMark, type Shelf } from './rewrite.ts';

export interface Rerun extends NextAttempt {
  /** Path of the workflow to run in place of the repository's own. */
  readonly workflow: string;
}

interface Places {
  /** A folder for this attempt alone; outside the repository, whose files must stay those of the commit. */
  readonly folder: string;
  /** The tree that stands for `org/data-profiler-actions@v1`: called workflows go there. */
  readonly releaseTree: string;
}

/** Writes the workflow of the attempt after the one that left `jobs`; `tree` is of the files that act was given for that one. */
export function prepareRerun(
  tree: WorkflowTree,
  jobs: readonly JobReport[],
  attempt: number,
  { folder, releaseTree }: Places,
): Rerun {
  mkdirSync(folder, { recursive: true });
  let written = 0;
  const write = (path: string, text: string): void => {
    written += 1;
    writeFileSync(path, text);
  };
  const shelf: Shelf = {
    outputs: (lines) => {
      const path = join(folder, `${written}.outputs`);
      write(path, lines);
      return path;
    },
    workflow: (document) => {
      const path = `.github/workflows/attempt-${attempt}-${written}.yml`;
      write(join(releaseTree, path), yamlOf(document));
      return `org/data-profiler-actions/${path}@v1`;
    },
  };
  const history = historyOf(tree, jobs);
  const workflow = join(folder, 'workflow.yml');
  write(workflow, yamlOf(rewriteWorkflow(history, shelf)));
  return { ...nextAttempt(history), workflow };
}

/** Whether act's log speaks of a job that only stands for a kept one. */
export function isOfStandIn(displayName: string): boolean {
  return displayName.includes(standInMark);
}

/** Long lines stay whole: folded ones are hard to find again by act's complaints. */
function yamlOf(document: Readonly<Record<string, unknown>>): string {
  return stringify(document, { lineWidth: 0 });
}
