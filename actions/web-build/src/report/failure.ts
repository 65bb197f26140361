import { counted } from '@data-profiler-actions/action-kit';
import type { Finding } from '../checks/finding.ts';
import { remedyOf } from '../checks/remedies.ts';
import { explainInstall } from '../package-manager/explain-install.ts';
import type { Manager } from '../package-manager/manager.ts';
import type { PlacedProblem } from '../problems/placed-problems.ts';
import { hasCrashed } from '../scripts/run-scripts.ts';
import type { StepRun } from '../scripts/step-run.ts';
import { lastWords } from './last-words.ts';

interface Judged {
  readonly steps: readonly StepRun[];
  readonly findings: readonly Finding[];
  readonly problems: readonly PlacedProblem[];
  readonly manager: Manager;
}

/** Why the step is red, in one paragraph; empty when it is green. */
export function failureOf({ steps, findings, problems, manager }: Judged): string {
  const failed = steps.filter(({ outcome }) => outcome !== 'passed');
  const reasons = failed.map((step) => stepFailure(step, problems, manager));
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first) {
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    const where = first.file === '' ? '' : `${first.file}: `;
    reasons.push(`The built site is not sound: ${first.id}: ${where}${first.message}${more}. ${remedyOf(first)}`);
  }
  return reasons.join('\n');
}

function stepFailure(step: StepRun, problems: readonly PlacedProblem[], manager: Manager): string {
  const { name, command, outcome, ending, seconds, contradiction } = step;
  if (outcome === 'timed-out')
    return `${name} was still running after ${seconds} s, when the step's timeout-minutes ended.`;
  if (outcome === 'cancelled') return `${name} was cancelled.`;
  if (contradiction !== '')
    return `${name} failed, though it exited with 0: ${command} printed "${contradiction}". ${lastWords(step.output)}`;
  const explained = name === 'install' ? explainInstall(step.output, manager.name).text : problemCount(name, problems);
  const verb = outcome === 'crashed' || (name === 'lint' && hasCrashed(step)) ? 'crashed' : 'failed';
  return `${name} ${verb}: ${command} ${ending}. ${explained || lastWords(step.output)}`.trim();
}

/** `3 errors in 2 files, first web/src/a.ts:3: 'x' is unused (no-unused-vars)`; empty where none was recognised. */
function problemCount(name: string, problems: readonly PlacedProblem[]): string {
  const errors = problems.filter(({ step, severity }) => step === name && severity === 'error');
  const [first] = errors;
  if (!first) return '';
  const files = new Set(errors.map(({ file }) => file)).size;
  const count = errors.length === 1 ? '1 error' : `${counted(errors.length, 'error')} in ${counted(files, 'file')}`;
  const place = first.line === undefined ? first.file : `${first.file}:${first.line}`;
  const rule = first.rule === '' ? '' : ` (${first.rule})`;
  return `${count}, first ${place === '' ? '' : `${place}: `}${first.message}${rule}`;
}
