import type { JobReport } from './run-report.ts';

type Matrix = NonNullable<JobReport['matrix']>;

/** A job's display name without the workflow's, and without the number that act puts behind a leg's where the name itself tells which leg it is. */
export function shownName(displayName: string, matrix: Matrix): string {
  const name = displayName.trimEnd().replace(/^[^/]*\//, '');
  return tells(name, matrix) ? withoutNumber(name) : name;
}

/** `Test: API`, or of a leg whose name does not tell which one it is `Test (3.12)`, as GitHub names them; of a job without a name its id. */
export function jobTitle({ id, name = '', matrix = {} }: JobReport): string {
  const shown = shownName(name, matrix);
  const values = Object.values(matrix).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  if (values.length === 0 || tells(shown, matrix)) return shown || id;
  return `${withoutNumber(shown) || id} (${values.join(', ')})`;
}

function tells(name: string, matrix: Matrix): boolean {
  return Object.values(matrix).some((value) => typeof value === 'string' && name.includes(value));
}

const withoutNumber = (name: string): string => name.replace(/-\d+$/, '');
