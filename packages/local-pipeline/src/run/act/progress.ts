import type { ActLine } from './act-line.ts';

const signs: Readonly<Record<string, string>> = { success: '✓', failure: '✗', skipped: '–' };

/** Says what happens while it happens: a line when a step begins and ends, and the errors as they come. Tools' own output stays in the log. */
export function createProgress(say: (line: string) => void, started = Date.now()): (line: ActLine) => void {
  const clock = (): string => `${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s`;
  return (line) => {
    const where = shownJob(line).padEnd(12);
    if (line.jobResult !== '') say(`${clock()}  ${where}  ${signs[line.jobResult] ?? '·'} job ${line.jobResult}`);
    else if (line.stage === 'Main' && line.stepResult !== '')
      say(`${clock()}  ${where}  ${signs[line.stepResult] ?? '·'} ${firstLineOf(line.step)}`);
    else if (line.stage === 'Main' && line.msg.startsWith('⭐'))
      say(`${clock()}  ${where}  ▸ ${firstLineOf(line.step)}`);
    else if (line.command === 'error') say(`${clock()}  ${where}  ! ${errorText(line)}`);
  };
}

/** Without the workflow's name, and without the number that act puts behind a leg's name where the name itself tells which leg it is. */
function shownJob({ job, matrix }: ActLine): string {
  const name = job.trimEnd().replace(/^[^/]*\//, '');
  const tells = Object.values(matrix).some((value) => typeof value === 'string' && name.includes(value));
  return tells ? name.replace(/-\d+$/, '') : name;
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

const firstLineOf = (text: string): string => text.split('\n')[0] ?? '';
