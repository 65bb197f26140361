import type { AnnotationReport, FileReport, JobReport, Outcome, StepReport } from '../../report/index.ts';
import type { ActLine } from './act-line.ts';

interface StepState {
  readonly name: string;
  readonly uses: string;
  readonly startedAt: string;
  finishedAt: string;
  result: Outcome;
  readonly outputs: Record<string, string>;
  summary: string;
  files: readonly FileReport[];
  isComposite: boolean;
}

interface JobState {
  readonly id: string;
  readonly name: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly startedAt: string;
  finishedAt: string;
  result: Outcome | undefined;
  readonly steps: Map<string, StepState>;
  readonly annotations: AnnotationReport[];
}

/** Follows a run line by line and knows at any time what its jobs and steps have done. */
export class ActRun {
  readonly #jobs = new Map<string, JobState>();
  readonly #usesOf: (jobId: string, stepId: string) => { name: string; uses: string } | undefined;
  readonly #keep: (reportPath: string) => readonly FileReport[];

  /**
   * `usesOf` tells a step's name and action from the workflow; act's log only has the display name. `keep` is called as soon as a step has set the
   * output `report`, and gives the files of it that were kept.
   */
  constructor(
    usesOf: (jobId: string, stepId: string) => { name: string; uses: string } | undefined,
    keep: (reportPath: string) => readonly FileReport[] = () => [],
  ) {
    this.#usesOf = usesOf;
    this.#keep = keep;
  }

  take(line: ActLine): void {
    if (line.job === '') return;
    const job = this.#jobOf(line);
    job.finishedAt = line.time;
    if (line.jobResult !== '') job.result = outcomeOf(line.jobResult);
    if (line.command === 'error' || line.command === 'warning' || line.command === 'notice')
      job.annotations.push(annotationOf(line, line.command));
    if (line.stepId !== '' && line.stage === 'Main') this.#takeStep(job, line);
  }

  jobs(): JobReport[] {
    return [...this.#jobs.values()].map((job) => ({
      id: job.id,
      name: job.name,
      ...(Object.keys(job.matrix).length > 0 && { matrix: job.matrix }),
      result: resultOf(job),
      seconds: secondsBetween(job.startedAt, job.finishedAt),
      startedAt: job.startedAt,
      finishedAt: job.finishedAt,
      steps: [...job.steps].map(([id, step]) => reportOf(id, step)),
      annotations: job.annotations,
    }));
  }

  #jobOf(line: ActLine): JobState {
    const known = this.#jobs.get(line.job);
    if (known) return known;
    const job: JobState = {
      id: line.jobId,
      name: line.job.trimEnd(),
      matrix: line.matrix,
      startedAt: line.time,
      finishedAt: line.time,
      result: undefined,
      steps: new Map(),
      annotations: [],
    };
    this.#jobs.set(line.job, job);
    return job;
  }

  #takeStep(job: JobState, line: ActLine): void {
    const id = line.stepId.split('/')[0] ?? '';
    const isNested = line.stepId.includes('/');
    const step = job.steps.get(id) ?? this.#startStep(job, id, line);
    step.finishedAt = line.time;
    step.isComposite ||= isNested;
    if (line.stepResult !== '' && !isNested) step.result = outcomeOf(line.stepResult);
    // After a composite's own outputs act repeats those of its last inner step, under whatever names they had.
    const isRepeated = step.isComposite && line.name in step.outputs;
    if (line.command === 'set-output' && !isNested && !isRepeated) step.outputs[line.name] = line.argument;
    if (line.command === 'set-output' && line.name === 'report')
      step.files = [...step.files, ...this.#keep(line.argument)];
    if (line.command === 'summary') step.summary += line.content;
  }

  #startStep(job: JobState, id: string, line: ActLine): StepState {
    const known = this.#usesOf(job.id, id);
    const step: StepState = {
      name: known?.name ?? line.step,
      uses: known?.uses ?? '',
      startedAt: line.time,
      finishedAt: line.time,
      result: 'cancelled',
      outputs: {},
      summary: '',
      files: [],
      isComposite: false,
    };
    job.steps.set(id, step);
    return step;
  }
}

/** act gives every leg of a matrix the result of the whole (a leg's steps tell its own), and calls a job a success that was interrupted before its first step. */
function resultOf(job: JobState): Outcome {
  if (job.result === undefined || (job.result === 'success' && job.steps.size === 0)) return 'cancelled';
  const failed = [...job.steps.values()].some(({ result }) => result === 'failure');
  return job.result === 'failure' && !failed && job.steps.size > 0 && Object.keys(job.matrix).length > 0
    ? 'success'
    : job.result;
}

function reportOf(id: string, step: StepState): StepReport {
  const { name, uses, result, startedAt, finishedAt, outputs, summary, files } = step;
  return {
    id,
    name,
    uses,
    result,
    seconds: secondsBetween(startedAt, finishedAt),
    startedAt,
    finishedAt,
    outputs,
    summary,
    ...(files.length > 0 && { files }),
  };
}

function annotationOf(line: ActLine, level: AnnotationReport['level']): AnnotationReport {
  const { file, line: row } = line.properties;
  return {
    level,
    ...(file !== undefined && { file }),
    ...(row !== undefined && { line: Number(row) }),
    message: line.argument,
  };
}

function outcomeOf(word: string): Outcome {
  return word === 'success' || word === 'failure' || word === 'skipped' ? word : 'cancelled';
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}
