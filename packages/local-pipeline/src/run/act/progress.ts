import { shownName, withShortRef } from '../../report/index.ts';
import type { ActLine } from './act-line.ts';

const signs: Readonly<Record<string, string>> = { success: '✓', failure: '✗', skipped: '–' };

/** Says what happens while it happens: a line when a step begins and ends, and the errors as they come. Tools' own output stays in the log. */
export function createProgress(say: (line: string) => void, started = Date.now()): (line: ActLine) => void {
  const clock = (): string => `${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s`;
  return (line) => {
    const where = shownName(line.job, line.matrix).padEnd(12);
    if (line.jobResult !== '') say(`${clock()}  ${where}  ${signs[line.jobResult] ?? '·'} job ${line.jobResult}`);
    else if (line.stage === 'Main' && line.stepResult !== '')
      say(`${clock()}  ${where}  ${signs[line.stepResult] ?? '·'} ${stepName(line)}`);
    else if (line.stage === 'Main' && line.msg.startsWith('⭐')) say(`${clock()}  ${where}  ▸ ${stepName(line)}`);
    else if (line.command === 'error') say(`${clock()}  ${where}  ! ${errorText(line)}`);
  };
}

/** An annotation is its place and first line; the step's own error, which has no place, is told with its remedy in the lines after. */
function errorText({ argument, properties }: ActLine): string {
  const { file, line = '', title } = properties;
  if (file !== undefined) return shortened(`${file}:${line} ${firstLineOf(argument)}`);
  return (title === undefined ? argument : `${title}: ${argument}`)
    .split('\n')
    .slice(0, 4)
    .map(shortened)
    .join('\n'.padEnd(25));
}

/** BuildKit's chains of errors end with their cause: a long line loses its middle. */
const shortened = (line: string): string => (line.length <= 300 ? line : `${line.slice(0, 160)} … ${line.slice(-130)}`);

const stepName = ({ step }: ActLine): string => withShortRef(firstLineOf(step));

const firstLineOf = (text: string): string => text.split('\n')[0] ?? '';
