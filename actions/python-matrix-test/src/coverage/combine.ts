import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isText,
  numbersIn,
  objectOf,
  printGroup,
  runProcess,
  type EventContext,
} from '@data-profiler-actions/action-kit';
import { assets } from '../environments/assets.ts';
import type { VersionPlace, Workplace } from '../environments/workplace.ts';
import type { Leg } from '../legs/model.ts';
import { nothingMeasured, readCoverageJson, type Coverage, type VersionLines } from './coverage.ts';

export interface CombineRequest {
  readonly legs: readonly Leg[];
  /** Its environment has a coverage.py that reads the data of all of them. */
  readonly newest: VersionPlace;
  /** Absolute; the project's. */
  readonly directory: string;
  readonly event: Pick<EventContext, 'workspace'>;
  /** Each suite needs an XML of its own. */
  readonly bySuite: boolean;
}

/** Combines the data of all legs with the newest Python's coverage: what only one version runs counts as covered. */
export async function combineCoverage(
  request: CombineRequest,
  workplace: Workplace,
  signal: AbortSignal,
): Promise<Coverage> {
  const ran = request.legs.filter(({ tests }) => tests.length > 0);
  if (ran.length === 0) return { kind: 'missing', why: 'no test ran' };
  const plan = join(workplace.coverage, 'plan.json');
  writeFileSync(plan, JSON.stringify(planOf(request, ran, workplace.coverage)));
  const { newest, directory } = request;
  const result = await runProcess({
    command: newest.python,
    args: [join(assets(), 'dpa_coverage.py'), plan],
    cwd: directory,
    env: newest.env,
    timeoutMs: 300_000,
    signal,
  });
  const details = join(workplace.coverage, 'details.json');
  if (result.outcome !== 'exited' || result.exitCode !== 0 || !existsSync(details)) {
    printGroup('Coverage could not be combined', result.output);
    return { kind: 'missing', why: result.output.trim().split('\n').at(-1) ?? result.reason };
  }
  return judgeData(ran, objectOf(JSON.parse(readFileSync(details, 'utf8'))), workplace.coverage);
}

function planOf({ event: { workspace }, bySuite }: CombineRequest, ran: readonly Leg[], out: string): unknown {
  const legs = ran.map(({ version, suite, coverageFiles: files }) => ({ version, suite, files }));
  return { out, workspace, suites: bySuite, legs };
}

type Details = Readonly<Record<string, unknown>>;

/** A number stands for all legs or for none: one that broke off and left no data would make it too low, and nobody could tell by how much. */
function judgeData(ran: readonly Leg[], details: Details, folder: string): Coverage {
  if (typeof details['problem'] === 'string') return { kind: 'missing', why: details['problem'] };
  const measured = new Set(
    (Array.isArray(details['legs']) ? details['legs'] : [])
      .map(objectOf)
      .filter((leg) => leg['measured'] === true)
      .map((leg) => `${String(leg['version'])} ${String(leg['suite'])}`),
  );
  const { lost, broken } = legsWithoutData(ran, measured);
  if (broken.length > 0) return { kind: 'missing', why: `no data came from ${broken.join(', ')}`, lost };
  if (measured.size === 0) return { kind: 'missing', why: nothingMeasured };
  const json = join(folder, 'coverage.json');
  const read = readCoverageJson(json);
  if ('why' in read) return { kind: 'missing', why: read.why, lost };
  return {
    kind: 'measured',
    ...read,
    json,
    xml: join(folder, 'coverage.xml'),
    html: typeof details['html'] === 'string' ? details['html'] : '',
    versionOnly: versionLines(objectOf(details['versionOnly'])),
    configured: { failUnder: Number(details['failUnder'] ?? 0), precision: Number(details['precision'] ?? 0) },
    suiteXml: textEntries(details['suiteXml']),
    lost,
  };
}

/**
 * Legs without a measured line. `broken` are red already. `lost` passed, and their suite has data on another version: something in them switched the
 * measurement off. A suite without data on any version may well run nothing of the project in its own process.
 */
export function legsWithoutData(
  ran: readonly Leg[],
  measured: ReadonlySet<string>,
): { readonly lost: string[]; readonly broken: string[] } {
  const name = ({ version, suite }: Leg): string => `${version} ${suite}`;
  const without = ran.filter((leg) => !measured.has(name(leg)));
  const suites = new Set(ran.filter((leg) => measured.has(name(leg))).map(({ suite }) => suite));
  return {
    lost: without.filter(({ outcome, suite }) => outcome === 'passed' && suites.has(suite)).map(name),
    broken: without.filter(({ outcome }) => outcome !== 'passed').map(name),
  };
}

const textEntries = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(objectOf(value)).filter((entry): entry is [string, string] => isText(entry[1])));

function versionLines(versions: Details): VersionLines[] {
  return Object.entries(versions).flatMap(([version, files]) =>
    Object.entries(objectOf(files)).map(([file, lines]) => ({ version, file, lines: numbersIn(lines) })),
  );
}
