import { bar, counted, details, codeBlock, escapeMarkdown, heading, table } from '@data-profiler-actions/action-kit';
import type { Finding } from '../checks/finding.ts';
import { remedyOf } from '../checks/remedies.ts';
import type { Outcome } from '../outcome.ts';
import { withoutEchoes } from '../problems/build-warnings.ts';
import type { PlacedProblem } from '../problems/placed-problems.ts';
import type { Proof } from '../prove.ts';
import type { StepRun } from '../scripts/step-run.ts';
import { pageTable } from './page-table.ts';
import { sizeBlocks } from './size-blocks.ts';

const rowsAtMost = 50;

export function summary(outcome: Outcome): string[] {
  const { browser, failure, findings, problems, proof } = outcome;
  const blocks = [
    heading(2, `${failure === '' ? '✅' : '❌'} Web build`),
    ...(failure === '' ? [] : failure.split('\n').map(escapeMarkdown)),
    ...(problems.length > 0 ? [problemTable(problems)] : []),
    ...(findings.length > 0 ? [checks(withoutEchoes(findings))] : []),
    ...(proof ? [reading(proof, findings)] : []),
    ...(browser ? [pageTable(browser)] : []),
    ...(proof?.sizes ? sizeBlocks(proof.sizes, proof) : []),
    steps(outcome.steps),
  ];
  const failed = outcome.steps.filter((step) => step.outcome !== 'passed');
  return [
    ...blocks,
    ...failed.map(({ name, output }) => details(`Output of ${name}`, codeBlock(output.slice(-20_000)))),
  ];
}

/** What was read, and what was not judged. */
function reading({ checkedReferences, unverified, sizes, notApplied }: Proof, findings: readonly Finding[]): string {
  const open =
    unverified > 0 ? ` ${unverified} more ${unverified === 1 ? 'is' : 'are'} computed in the browser: unverified.` : '';
  const left = notApplied.map(({ ids, reason }) => `${ids.map((id) => `\`${id}\``).join(', ')} (${reason})`);
  const paragraphs = [
    `References followed: ${checkedReferences}, in ${counted(sizes?.files.length ?? 0, 'file')}.${open}${findings.length === 0 ? ' Every check passed.' : ''}`,
    ...(left.length > 0 ? [`Not applied: ${left.join('; ')}.`] : []),
  ];
  return paragraphs.join('\n\n');
}

/** What linters, compilers and test runners said. */
function problemTable(problems: readonly PlacedProblem[]): string {
  const rows = problems
    .slice(0, rowsAtMost)
    .map(({ severity, step, file, line, rule, message }) => [
      severity === 'error' ? '❌' : '⚠️',
      step,
      escapeMarkdown(`${file}${line === undefined ? '' : `:${line}`}`),
      escapeMarkdown(rule),
      escapeMarkdown(message),
    ]);
  const more = problems.length > rowsAtMost ? `\n\n… and ${problems.length - rowsAtMost} more, in the report.` : '';
  return table(['', 'Step', 'Where', 'Rule', 'What'], rows) + more;
}

function checks(findings: readonly Finding[]): string {
  const rows = findings
    .slice(0, rowsAtMost)
    .map((item) => [
      item.severity === 'error' ? '❌' : '⚠️',
      item.id,
      escapeMarkdown(item.file === '' ? '' : `${item.file}${item.line === undefined ? '' : `:${item.line}`}`),
      escapeMarkdown(item.message),
      remedyOf(item),
    ]);
  const more = findings.length > rowsAtMost ? `\n\n… and ${findings.length - rowsAtMost} more, in the report.` : '';
  return table(['', 'Check', 'Where in the site', 'What', 'Remedy'], rows) + more;
}

function steps(ran: readonly StepRun[]): string {
  const longest = Math.max(0.1, ...ran.map(({ seconds }) => seconds));
  const rows = ran.map(({ name, command, outcome, seconds }) => [
    name,
    `\`${command.replaceAll('`', '')}\``,
    outcome,
    `${seconds} s`,
    bar(seconds / longest),
  ]);
  return table(['Step', 'Command', 'Outcome', 'Time', ''], rows);
}
