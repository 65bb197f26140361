import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { JobReport } from '../../report/index.ts';
import { withoutRefused } from '../act-dialect.ts';
import { withoutGhcr } from '../local-registry.ts';
import type { WorkflowTree } from '../workflow-tree.ts';
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
  /** The registry that stands for ghcr.io. */
  readonly registry: string;
}

/** Writes the workflow of the attempt after the one that left `jobs`. */
export function prepareRerun(
  tree: WorkflowTree,
  jobs: readonly JobReport[],
  attempt: number,
  { folder, releaseTree, registry }: Places,
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
      write(join(releaseTree, path), withoutGhcr(yamlOf(document), registry));
      return `org/data-profiler-actions/${path}@v1`;
    },
  };
  const history = historyOf(tree, jobs);
  const workflow = join(folder, 'workflow.yml');
  write(workflow, withoutGhcr(yamlOf(rewriteWorkflow(history, shelf)), registry));
  return { ...nextAttempt(history), workflow };
}

/** Whether act's log speaks of a job that only stands for a kept one. */
export function isOfStandIn(displayName: string): boolean {
  return displayName.includes(standInMark);
}

/** For act; long lines stay whole, as folded ones are hard to find again by its complaints. */
function yamlOf(document: Readonly<Record<string, unknown>>): string {
  return withoutRefused(stringify(document, { lineWidth: 0 }));
}
