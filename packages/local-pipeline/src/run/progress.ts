import type { ActLine } from './act-log.ts';

const signs: Readonly<Record<string, string>> = { success: '✓', failure: '✗', skipped: '–' };

/** Says what happens while it happens: a line when a step begins and ends, and the errors as they come. Tools' own output stays in the log. */
export function createProgress(say: (line: string) => void, started = Date.now()): (line: ActLine) => void {
  const clock = (): string => `${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s`;
  return (line) => {
    const where = line.job.replace(/^[^/]*\//, '').padEnd(12);
    if (line.jobResult !== '') say(`${clock()}  ${where}  ${signs[line.jobResult] ?? '·'} job ${line.jobResult}`);
    else if (line.stage === 'Main' && line.stepResult !== '')
      say(`${clock()}  ${where}  ${signs[line.stepResult] ?? '·'} ${firstLineOf(line.step)}`);
    else if (line.stage === 'Main' && line.msg.startsWith('⭐'))
      say(`${clock()}  ${where}  ▸ ${firstLineOf(line.step)}`);
    else if (line.command === 'error') say(`${clock()}  ${where}  ! ${firstLine(line)}`);
  };
}

function firstLine({ argument, properties }: ActLine): string {
  const place = properties['file'] === undefined ? '' : `${properties['file']}:${properties['line'] ?? ''} `;
  return `${place}${firstLineOf(argument)}`.slice(0, 200);
}

const firstLineOf = (text: string): string => text.split('\n')[0] ?? '';
