import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isInside, numberOf, objectsIn, textOf } from '@data-profiler-actions/action-kit';
import { assetFile } from '../assets.ts';
import { readReport } from './read-report.ts';
import { runScanner } from './run-scanner.ts';
import type { ScanRequest } from './scanner.ts';

/** A file that Bandit's own Python cannot parse. */
export interface NoPython {
  /** As Bandit was told it. */
  readonly file: string;
  /** 1-based; where parsing stopped. */
  readonly line: number;
  readonly why: string;
  /** A newer Python of this machine that parses it (`3.14`); empty where none does. */
  readonly newer: string;
}

export interface Unparsed {
  /** Bandit's own (`3.12`). */
  readonly python: string;
  readonly files: readonly NoPython[];
}

/** Bandit says neither why nor where; the Python that it runs on is asked again, and then the newer ones that are here. */
export async function findUnparsed(request: ScanRequest, files: readonly string[]): Promise<Unparsed> {
  const own = await askPython(request, request.tool.python ?? request.confinement.python, files);
  if (own === undefined || own.broken.length === 0) return { python: own?.python ?? '', files: [] };
  const names = own.broken.map(({ file }) => file);
  const newer: { file: string; python: string }[] = [];
  for (const command of newerPythons(own.python, request.workspace)) {
    const answer = await askPython(request, command, names);
    const rest = new Set(answer?.broken.map(({ file }) => file));
    if (answer) newer.push(...names.filter((file) => !rest.has(file)).map((file) => ({ file, python: answer.python })));
  }
  const firstFor = (file: string): string => newer.find((each) => each.file === file)?.python ?? '';
  return { python: own.python, files: own.broken.map((each) => ({ ...each, newer: firstFor(each.file) })) };
}

type Broken = Omit<NoPython, 'newer'>;

async function askPython(
  request: ScanRequest,
  python: string,
  files: readonly string[],
): Promise<{ python: string; broken: Broken[] } | undefined> {
  if (python === '') return undefined;
  const [list, report] = [join(request.scratch, 'unparsed.json'), join(request.scratch, 'parsed.json')];
  writeFileSync(list, JSON.stringify(files));
  rmSync(report, { force: true });
  const tool = { ...request.tool, program: python, folders: 'unknown' as const };
  await runScanner({ ...request, tool }, ['-I', '-c', readFileSync(assetFile('parses.py'), 'utf8'), list, report]);
  const answer = readReport(report, 'broken');
  const broken = objectsIn(answer?.['broken']).map(({ file, line, why }) => ({
    file: textOf(file),
    line: numberOf(line),
    why: textOf(why),
  }));
  return answer && { python: textOf(answer['python']), broken };
}

/** `python3.N` of PATH and of the runner's tool cache, nearest first; one of the repository's own is not run. */
function newerPythons(own: string, workspace: string): string[] {
  const minor = Number(own.split('.')[1]);
  const cache = process.env['RUNNER_TOOL_CACHE'] ?? '';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return Array.from({ length: 9 }, (_, index) => `3.${minor + 1 + index}`)
    .flatMap((version) => [
      ...folders.map((folder) => join(folder, `python${version}`)),
      ...(cache === '' ? [] : globSync(join(cache, `Python/${version}.*/${process.arch}/bin/python3`)).sort()),
    ])
    .filter((file) => existsSync(file) && !isInside(file, workspace));
}
