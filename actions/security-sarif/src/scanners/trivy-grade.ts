import { numberOf, objectOf, textOf, type JsonObject } from '@data-profiler-actions/action-kit';
import { gradeOf, type Grade } from '@data-profiler-actions/sarif';

/** How grave a finding of Trivy's report is, by the CVSS of all its sources, else by its own word. */
export function gradeIn(one: JsonObject): Grade {
  const sources = Object.values(objectOf(one['CVSS'])).map(objectOf);
  const each = <T>(read: (value: unknown) => T, ...members: string[]): T[] =>
    sources.flatMap((source) => members.map((member) => read(source[member])));
  return gradeOf({
    scores: each(numberOf, 'V40Score', 'V3Score'),
    scoresV2: each(numberOf, 'V2Score'),
    vectors: each(textOf, 'V40Vector', 'V3Vector', 'V2Vector'),
    word: textOf(one['Severity']),
  });
}
