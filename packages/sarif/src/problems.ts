import type { Log, Result, Run } from 'sarif';

/** Above these GitHub rejects the whole file (docs, "SARIF support for code scanning", limits). */
const limits = { results: 25_000, rules: 25_000, tags: 20, name: 255, description: 1024 } as const;

/** What code scanning would refuse, or show wrong, in a log; empty when it is sound. */
export function sarifProblems(log: Log): string[] {
  return log.runs.flatMap((run) => [
    ...runProblems(run),
    ...(run.results ?? []).flatMap((one) => resultProblems(one, run)),
  ]);
}

function runProblems({ tool, results, automationDetails }: Run): string[] {
  const rules = tool.driver.rules ?? [];
  const tooLong = rules.filter(({ name, shortDescription, properties }) => {
    const tags = properties?.tags ?? [];
    return (
      (name ?? '').length > limits.name ||
      (shortDescription?.text ?? '').length > limits.description ||
      tags.length > limits.tags
    );
  });
  const noScore = rules.filter(({ properties }) => !isScore(properties?.['security-severity']));
  return [
    ...(results ? [] : ['a run has no results']),
    ...((results ?? []).length > limits.results || rules.length > limits.rules
      ? ['a run has more than 25,000 results or rules']
      : []),
    ...((automationDetails?.id ?? '').endsWith('/') ? [] : ['a category does not end in /']),
    ...tooLong.map(({ id }) => `rule ${id} has a text or a number of tags beyond the limit`),
    ...noScore.map(({ id }) => `rule ${id} has no security severity above 0 and up to 10`),
  ];
}

function isScore(value: unknown): boolean {
  return typeof value === 'string' && Number(value) > 0 && Number(value) <= 10;
}

function resultProblems(
  { ruleId, ruleIndex, message, locations, partialFingerprints }: Result,
  { tool }: Run,
): string[] {
  const place = locations?.[0]?.physicalLocation;
  const uri = place?.artifactLocation?.uri ?? '';
  const line = place?.region?.startLine ?? 0;
  const checks = {
    'names no rule of its run': tool.driver.rules?.[ruleIndex ?? -1]?.id === ruleId && ruleId !== '',
    'has no message': (message.text ?? '') !== '',
    'has no relative URI': uri !== '' && !/^([a-z][a-z0-9+.-]*:|\/|\.\.\/)/i.test(uri) && !/[\s\\]/.test(uri),
    'has no line': Number.isInteger(line) && line >= 1,
    'has no fingerprint': (partialFingerprints?.['primaryLocationLineHash'] ?? '') !== '',
  };
  return Object.entries(checks).flatMap(([problem, sound]) =>
    sound ? [] : [`a result of ${ruleId ?? '?'} ${problem}`],
  );
}
