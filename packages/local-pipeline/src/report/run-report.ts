import type { PublishedImage } from './images.ts';

/** How a job or a step ended, in GitHub's words. */
export type Outcome = 'success' | 'failure' | 'cancelled' | 'skipped';

/** A picture that a step left for people. */
export interface FileReport {
  readonly title: string;
  /** Relative to the report's folder. */
  readonly path: string;
}

export interface StepReport {
  /** Its id in the workflow; of a step without one, its place from 0. */
  readonly id?: string | undefined;
  readonly name: string;
  /** The action of the step; absent for a `run` step. */
  readonly uses?: string | undefined;
  readonly result: Outcome;
  readonly seconds: number;
  /** ISO 8601, UTC. */
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  /** Markdown the step wrote to GITHUB_STEP_SUMMARY. */
  readonly summary?: string | undefined;
  readonly files?: readonly FileReport[] | undefined;
}

export interface AnnotationReport {
  readonly level: 'error' | 'warning' | 'notice';
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly message: string;
}

export interface JobReport {
  readonly id: string;
  /** `WORKFLOW/JOB`; of a called workflow's job `CALLER/WORKFLOW/JOB`. Display names, a leg's with its number. */
  readonly name?: string | undefined;
  /** The attempt of the run that it ran in; an earlier one than the run's where its result was kept. */
  readonly attempt?: number | undefined;
  readonly matrix?: Readonly<Record<string, unknown>> | undefined;
  readonly result: Outcome;
  readonly seconds: number;
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
  readonly steps: readonly StepReport[];
  readonly annotations: readonly AnnotationReport[];
}

export interface AlertReport {
  readonly tool: string;
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly severity: string;
  readonly message?: string | undefined;
}

/** A deployment that the run recorded, with its last state. */
export interface DeploymentReport {
  readonly environment: string;
  readonly ref: string;
  readonly state: string;
  readonly description: string;
}

/** One run of a workflow: what `report.json` holds. */
export interface RunReport {
  readonly result: Outcome;
  /** From 1; a further one ran only what had failed in the one before, and what needs that. */
  readonly attempt?: number | undefined;
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly repository?: string | undefined;
  readonly workflow?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
  readonly jobs: readonly JobReport[];
  readonly images: readonly PublishedImage[];
  readonly alerts: readonly AlertReport[];
  readonly deployments?: readonly DeploymentReport[] | undefined;
  /** Platforms that this machine emulated, whatever a step says of its builder. */
  readonly emulated?: readonly string[] | undefined;
  readonly services: { readonly registry: string; readonly api: string };
}
