import type { HardSuite } from './hard-suite.ts';

const start = '<!-- honesty:start -->';
const end = '<!-- honesty:end -->';

/** The README with its table of hard suites as they are now. */
export function withHonestyTable(readme: string, suites: readonly HardSuite[]): string {
  const rows = suites.map((suite) => [suite.what, here(suite), inAStep(suite), reporter(suite), codecov(suite)]);
  const lines = [
    ['a suite that …', 'here', 'pytest in a step', 'JUnit reporter', 'Codecov'],
    ['---', '---', '---', '---', '---'],
    ...rows,
  ];
  const table = lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
  const [before = ''] = readme.split(start);
  const after = readme.split(end)[1] ?? '';
  return `${before}${start}\n${table}\n${end}${after}`;
}

function here({ outcome, says }: HardSuite): string {
  if (outcome === 'failed') return `🔴 ${says}`;
  return says ? `🟢 and warns: ${says}` : '🟢';
}

function inAStep({ plain }: HardSuite): string {
  if (plain === 'hangs') return '⏳ to the job’s limit';
  return plain === 0 ? '🟢' : `🔴 ${plain}`;
}

function reporter({ junit, plain }: HardSuite): string {
  if (plain === 'hangs') return 'not reached';
  if (junit === 'none') return 'no file';
  return junit.red > 0 ? '🔴' : `🟢 ${junit.tests} ${junit.tests === 1 ? 'test' : 'tests'}`;
}

const codecov = ({ plain }: HardSuite): string => (plain === 0 ? '🟢' : 'not reached');
