import type { JobReport } from '../../report/index.ts';
import type { WorkflowTree } from '../workflow/workflow-tree.ts';

/** What an attempt left behind of a workflow: the legs of each job that ran, and the same of the workflows its jobs call. */
export interface History {
  readonly tree: WorkflowTree;
  /** By job id; a job that was skipped has none. */
  readonly legs: ReadonlyMap<string, readonly JobReport[]>;
  /** By the calling job's id. A call whose jobs act's log does not tell from others' is not here. */
  readonly called: ReadonlyMap<string, History>;
}

/** Sorts the jobs of an attempt by the workflow that they are of. */
export function historyOf(tree: WorkflowTree, jobs: readonly JobReport[]): History {
  const ran = jobs.filter(({ result, steps }) => result !== 'skipped' || steps.length > 0);
  const prefixes = prefixesIn(tree);
  const isTellable = (prefix: string): boolean =>
    !prefix.includes('${{') && prefixes.filter((each) => each === prefix).length === 1;
  const longestFirst = [`${tree.name}/`, ...prefixes].sort((a, b) => b.length - a.length);
  const prefixFor = (name: string): string | undefined => longestFirst.find((prefix) => name.startsWith(prefix));
  const sort = (node: WorkflowTree, prefix: string): History => ({
    tree: node,
    legs: Map.groupBy(
      ran.filter(({ id, name = '' }) => id in node.jobs && prefixFor(name) === prefix),
      ({ id }) => id,
    ),
    called: new Map(
      [...node.called].flatMap(([id, below]) => {
        const of = prefixOf(node, id, below);
        return isTellable(of) ? [[id, sort(below, of)] as const] : [];
      }),
    ),
  });
  return sort(tree, `${tree.name}/`);
}

/** act names a job of a called workflow `CALLER'S NAME/WORKFLOW'S NAME/JOB'S NAME`, and numbers the callers of a matrix. */
function prefixOf(caller: WorkflowTree, id: string, called: WorkflowTree): string {
  const { name, strategy } = caller.jobs[id] ?? {};
  return `${typeof name === 'string' ? name : id}${strategy === undefined ? '' : '-${{ number }}'}/${called.name}/`;
}

function prefixesIn(node: WorkflowTree): string[] {
  return [...node.called].flatMap(([id, below]) => [prefixOf(node, id, below), ...prefixesIn(below)]);
}

/** Every leg that the attempt left of the workflow and of those below it. */
export function allLegs({ legs, called }: History): JobReport[] {
  return [...[...legs.values()].flat(), ...[...called.values()].flatMap(allLegs)];
}
