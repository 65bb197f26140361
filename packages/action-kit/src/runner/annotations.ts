import { error, notice, warning } from './workflow-commands.ts';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  /** Relative to the repository's root. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly endLine?: number;
}

/** Of each level a step shows ten (actions/runner ExecutionContext.cs); one error is kept for the step's own failure line. */
const budget = { error: 9, warning: 10, notice: 10 } as const;
const longestMessage = 4000;

/** Emits annotations, given most important first, within the runner's budget; returns those that did not fit, for the summary to count. */
export function annotate(annotations: readonly Annotation[]): Annotation[] {
  const used = { error: 0, warning: 0, notice: 0 };
  const left: Annotation[] = [];
  for (const annotation of annotations) {
    if (used[annotation.level] >= budget[annotation.level]) {
      left.push(annotation);
      continue;
    }
    used[annotation.level] += 1;
    emit(annotation);
  }
  return left;
}

function emit({ level, message, title, file, line, endLine }: Annotation): void {
  const say = { error, warning, notice }[level];
  say(message.slice(0, longestMessage), { title, file, startLine: line, endLine });
}
