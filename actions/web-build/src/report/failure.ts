import { join, relative, sep } from 'node:path';
import type { Annotation } from '@data-profiler-actions/action-kit';
import type { Finding } from '../checks/finding.ts';
import { explainInstall } from '../package-manager/install.ts';
import type { Manager } from '../package-manager/detect-manager.ts';
import { remedies } from './summary.ts';
import { hasCrashed } from '../scripts/run-scripts.ts';
import { normalBase } from '../site/resolve-reference.ts';
import { sourceFinder } from './source-lines.ts';
import type { StepRun } from '../scripts/step-run.ts';

/** Why the step is red, in one paragraph; empty when it is green. */
export function failureOf(steps: readonly StepRun[], findings: readonly Finding[], manager: Manager): string {
  const reasons = steps.filter(({ outcome }) => outcome !== 'passed').map((step) => stepFailure(step, manager));
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first) {
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    const where = first.file === '' ? '' : `${first.file}: `;
    reasons.push(`The built site is not sound: ${first.id}: ${where}${first.message}${more}. ${remedies[first.id]}`);
  }
  return reasons.join('\n');
}

function stepFailure(step: StepRun, manager: Manager): string {
  const { name, command, outcome, exitCode, seconds } = step;
  if (outcome === 'timed-out')
    return `${name} was still running after ${seconds} s, when the step's timeout-minutes ended.`;
  if (outcome === 'cancelled') return `${name} was cancelled.`;
  const explained = name === 'install' ? explainInstall(step, manager) : '';
  const verb = outcome === 'crashed' || (name === 'lint' && hasCrashed(step)) ? 'crashed' : 'failed';
  return `${name} ${verb}: ${command} exited with ${exitCode}. ${explained || lastWords(step.output)}`.trim();
}

/** The line of a tool's output that says most: the first that speaks of an error, else npm's own first words, else the last. */
function lastWords(output: string): string {
  const all = output.split('\n').map((line) => line.trim());
  const isNpms = (line: string): boolean => /^npm (error|ERR!|warn)/.test(line);
  const lines = all.filter((line) => line !== '' && !isNpms(line));
  const npms = all.filter((line) => /^npm (error|ERR!) (?!code|Lifecycle|command|path|workspace|location)/.test(line));
  const telling = lines.find((line) => /\berror\b|✖|✗|failed/i.test(line) && !/\b0 errors\b/.test(line));
  return (telling ?? lines.at(-1) ?? npms[0]?.replace(/^npm (error|ERR!) /, '') ?? '').slice(0, 300);
}

/** One annotation a finding, at the source line where it can be found. */
export function annotationsOf(
  findings: readonly Finding[],
  directory: string,
  outputDirectory: string,
  workspace: string,
  base: string,
): Annotation[] {
  const find = sourceFinder(directory, outputDirectory, normalBase(base));
  return findings.map((item) => {
    const place = find(item);
    const inSite = item.file === '' ? '' : ` (${item.file} of the built site)`;
    const file = place && relative(workspace, join(directory, place.file)).replaceAll(sep, '/');
    return {
      level: item.severity,
      title: item.id,
      message: `${item.message}${inSite}. ${remedies[item.id]}`,
      ...(place && file !== undefined && { file, line: place.line }),
    };
  });
}
