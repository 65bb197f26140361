import type { Log, Run } from 'sarif';
import { hardLimits } from '../log/limits.ts';
import { sarifShape } from './sarif-shape.ts';
import { differences, type Problem } from './shape.ts';

/** What OASIS's schema or code scanning would refuse, or show wrong, in a log; empty when it is sound. */
export function sarifProblems(log: unknown): Problem[] {
  const problems = differences(log, sarifShape);
  // What follows reads members that the shape has just shown to be there.
  return problems.length > 0 ? problems : relationProblems(log as Log);
}

/** The same of a log's size as it is sent. */
export function sizeProblems(gzipBytes: number): Problem[] {
  if (gzipBytes <= hardLimits.gzipBytes) return [];
  return [{ pointer: '', message: `has ${gzipBytes} bytes of gzip, ${hardLimits.gzipBytes} are allowed` }];
}

function relationProblems({ runs }: Log): Problem[] {
  const seen = new Map<string, number>();
  return runs.flatMap((run, index) => {
    const identity = JSON.stringify([run.tool.driver.name, run.automationDetails?.id]);
    const first = seen.get(identity);
    seen.set(identity, first ?? index);
    const twice =
      first === undefined
        ? []
        : [
            {
              pointer: `/runs/${index}/automationDetails/id`,
              message: `is the category of /runs/${first} too: one upload takes a tool and category once`,
            },
          ];
    return [...twice, ...ruleRelations(run, index), ...regionRelations(run, index)];
  });
}

function ruleRelations({ tool, results = [] }: Run, index: number): Problem[] {
  const ids = (tool.driver.rules ?? []).map(({ id }) => id);
  const repeated =
    ids.length === new Set(ids).size
      ? []
      : [{ pointer: `/runs/${index}/tool/driver/rules`, message: 'names a rule twice' }];
  const lost = results.flatMap(({ ruleId, ruleIndex = -1 }, place) =>
    ids[ruleIndex] === ruleId
      ? []
      : [
          {
            pointer: `/runs/${index}/results/${place}/ruleIndex`,
            message: `does not point at the rule ${ruleId ?? ''}`,
          },
        ],
  );
  return [...repeated, ...lost];
}

function regionRelations({ results = [] }: Run, index: number): Problem[] {
  return results.flatMap(({ locations = [] }, place) => {
    const region = locations[0]?.physicalLocation?.region;
    if (!region)
      return [{ pointer: `/runs/${index}/results/${place}/locations`, message: 'has no place: an alert needs one' }];
    const { startColumn = 1, endColumn } = region;
    return endColumn !== undefined && endColumn < startColumn
      ? [
          {
            pointer: `/runs/${index}/results/${place}/locations/0/physicalLocation/region/endColumn`,
            message: `is before startColumn (${startColumn})`,
          },
        ]
      : [];
  });
}
