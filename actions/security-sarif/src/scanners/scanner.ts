import { stripVTControlCharacters } from 'node:util';
import type { EventContext } from '@data-profiler-actions/action-kit';
import type { Finding } from '@data-profiler-actions/sarif';
import type { Inputs } from '../inputs.ts';
import { withoutSecrets } from '../findings/redact.ts';
import type { Confinement } from '../running/confinement.ts';
import type { Settings } from '../settings/settings.ts';
import type { Tool } from '../tools/tool.ts';
import type { RequirementsFile } from '../findings/requirements.ts';
import type { Suppressed } from '../findings/suppression.ts';

export const scannerNames = ['bandit', 'safety', 'pip-audit', 'semgrep', 'trivy'] as const;
export type ScannerName = (typeof scannerNames)[number];

/** What a scanner gets: folders, its own program, and the part of the inputs that concerns it. */
export interface ScanRequest {
  readonly inputs: Inputs;
  /** Absolute; the child's working directory. */
  readonly folder: string;
  /** Prefix that makes a path of that folder relative to the repository: empty or ending in `/`. */
  readonly prefix: string;
  readonly requirements: readonly RequirementsFile[];
  readonly tool: Tool;
  readonly settings: Settings;
  /** Absolute; the whole checkout. */
  readonly workspace: string;
  /** Absolute; scratch of the whole job, which no scanner has to read. */
  readonly temp: string;
  /** Absolute; what is kept on the machine from one run to the next. */
  readonly home: string;
  /** Who the job's token belongs to, for registries that ask. */
  readonly actor: string;
  /** Why this run must not write caches; empty for a trusted one. */
  readonly untrusted: EventContext['untrusted'];
  readonly confinement: Confinement;
  /** Scratch of this scanner alone; also its HOME. */
  readonly scratch: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Files that a scanner could not look at and whose loss it survives: told in one warning. */
export interface Unscanned {
  /** Paths relative to the repository; not one is missing. */
  readonly files: readonly { readonly file: string; readonly line: number; readonly why: string }[];
  readonly why: string;
  readonly remedy: string;
}

/** A scan that provably happened, or the reason why it proves nothing. Never "clean" for want of looking. */
export type ScanResult =
  | {
      readonly ok: true;
      readonly findings: readonly Finding[];
      /** What marks in the repository hide. */
      readonly suppressed?: readonly Suppressed[];
      readonly notes: readonly string[];
      /** Paths that findings stand at and no file has: an image is none. */
      readonly elsewhere?: readonly string[];
      readonly unscanned?: Unscanned;
    }
  | ScanFailure;

export interface ScanFailure {
  readonly ok: false;
  readonly reason: string;
  /** The end of what the scanner said. */
  readonly detail: string;
}

export interface ScannerReport {
  readonly scanner: ScannerName;
  readonly version: string;
  readonly seconds: number;
  readonly result: ScanResult;
}

const mostDetail = 2000;

export const failed = (reason: string, detail = ''): ScanFailure => ({
  ok: false,
  reason,
  detail: lastLines(withoutSecrets(stripVTControlCharacters(detail))),
});

/** The end of what a program said, which says why it stopped, from the beginning of a line on. */
function lastLines(text: string): string {
  return text.length <= mostDetail ? text : text.slice(-mostDetail).replace(/^[^\n]*\n/, '');
}
