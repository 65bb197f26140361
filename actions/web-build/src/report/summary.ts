import { bar, counted, details, codeBlock, escapeMarkdown, heading, table } from '@data-profiler-actions/action-kit';
import type { CheckId, Finding } from '../checks/finding.ts';
import type { Outcome } from '../outputs.ts';
import type { StepRun } from '../scripts/step-run.ts';
import { pageTable } from './page-table.ts';
import { withoutEchoes } from '../problems/build-warnings.ts';
import type { PlacedProblem } from '../problems/placed-problems.ts';
import type { Proof } from '../prove.ts';
import { sizeBlocks } from './size-blocks.ts';

/** What mends each kind of finding. */
const remedies: Readonly<Record<CheckId, string>> = {
  'dist-missing': 'Name where the build writes with the input output-directory.',
  'index-missing': 'Name the folder of index.html with the input output-directory.',
  'dist-stale': 'Let the build write the output directory, or remove it from the repository.',
  'ref-missing': 'Add the file under public/, or import it, so that the build takes it along.',
  'case-mismatch': 'Write the name as the file has it: web servers tell capitals apart.',
  'manifest-broken': 'Build again into an empty output directory.',
  'env-leak': 'Take it out of the client code and change the secret: it counts as published.',
  'dotfile-leak': 'Take the file out of public/.',
  'dev-code': 'Publish what vite build writes, not the development page.',
  budget: 'Load less, split it, or raise the budget.',
  'base-mismatch':
    'Make the base of the Vite configuration and the input base the same, and refer to files through it.',
  'localhost-url': 'Take the address from a variable that is set at build time.',
  'sourcemap-public': 'Set build.sourcemap to "hidden", or do not publish the maps.',
  'unhashed-asset':
    'Put [hash] into the file name patterns of the build, or the file under public/: browsers keep assets for long.',
  placeholder: 'Set the variable for the build.',
  'page-error': 'Open the page with npx vite preview and look at the browser’s console.',
  'build-warning': 'Do what it says, or let it pass with the input ignore.',
  'chunk-limit': 'Split the chunk with dynamic imports.',
  'duplicate-content': 'Keep one of them, and refer to that one.',
};

export const remedyOf = ({ id, remedy }: Finding): string => remedy ?? remedies[id];

const rowsAtMost = 50;

export function summary(outcome: Outcome): string[] {
  const { browser, failure, findings, problems, proof } = outcome;
  const blocks = [
    heading(2, `${failure === '' ? '✅' : '❌'} Web build`),
    ...(failure === '' ? [] : failure.split('\n').map(escapeMarkdown)),
    ...(problems.length > 0 ? [problemTable(problems)] : []),
    ...(findings.length > 0 ? [checks(withoutEchoes(findings))] : []),
    ...(proof ? [reading(proof, findings.length === 0)] : []),
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
function reading({ checkedReferences, unverified, sizes, notApplied }: Proof, isClean: boolean): string {
  const open = unverified > 0 ? ` ${unverified} more are computed in the browser: unverified.` : '';
  const left = notApplied.map(({ ids, reason }) => `${ids.map((id) => `\`${id}\``).join(', ')} (${reason})`);
  const paragraphs = [
    `References followed: ${checkedReferences}, in ${counted(sizes?.files.length ?? 0, 'file')}.${open}${isClean ? ' Every check passed.' : ''}`,
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
