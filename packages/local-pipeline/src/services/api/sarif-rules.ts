import { itemsIn, objectOf, objectsIn, textOf, type JsonObject } from '@data-profiler-actions/action-kit';
import { isObject } from '../http-server.ts';

/** GitHub's limits for one SARIF delivery. https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support */
const limits = { runs: 20, results: 25_000, rules: 25_000, locations: 1_000, tags: 20, ruleName: 255 };

/** SARIF deliveries are refused above this many bytes of gzip. */
export const gzipLimit = 10 * 2 ** 20;

export const toolOf = (run: JsonObject): string => textOf(objectOf(objectOf(run['tool'])['driver'])['name']);

/** Everything up to the last slash of `automationDetails.id`; without a slash there is no category. */
export function categoryOf(run: JsonObject): string {
  const id = textOf(objectOf(run['automationDetails'])['id']);
  return id.slice(0, Math.max(0, id.lastIndexOf('/')));
}

/** What GitHub would refuse in a SARIF document, first problems first; empty when it is accepted. */
export function sarifProblems(sarif: unknown): readonly string[] {
  if (!isObject(sarif)) return ['rejecting SARIF, as it is not a JSON object'];
  const runs = objectsIn(sarif['runs']);
  if (sarif['version'] !== '2.1.0') return ['rejecting SARIF, as its version is not 2.1.0'];
  if (runs.length === 0) return ['rejecting SARIF, as it has no runs'];
  if (runs.length > limits.runs)
    return [`rejecting SARIF, as there are more runs than allowed (${runs.length} > ${limits.runs})`];
  return [...repeatedCategories(runs), ...runs.flatMap(runProblems)].slice(0, 20);
}

function repeatedCategories(runs: readonly JsonObject[]): readonly string[] {
  const identities = runs.map((run) => JSON.stringify([toolOf(run), categoryOf(run)]));
  return new Set(identities).size === identities.length
    ? []
    : ['A delivery cannot contain multiple runs with the same category'];
}

function runProblems(run: JsonObject): readonly string[] {
  const results = objectsIn(run['results']);
  const rules = objectsIn(objectOf(objectOf(run['tool'])['driver'])['rules']);
  return [
    ...(toolOf(run) === '' ? ['rejecting SARIF, as a run has no tool.driver.name'] : []),
    ...(Array.isArray(run['results']) ? [] : ['rejecting SARIF, as a run has no results array']),
    ...(results.length > limits.results
      ? [`rejecting SARIF, as there are more results per run than allowed (${results.length} > ${limits.results})`]
      : []),
    ...(rules.length > limits.rules
      ? [`rejecting SARIF, as there are more rules per run than allowed (${rules.length} > ${limits.rules})`]
      : []),
    ...rules.flatMap(ruleProblems),
    ...results.flatMap(resultProblems),
  ];
}

function ruleProblems(rule: JsonObject): readonly string[] {
  const properties = objectOf(rule['properties']);
  const tags = itemsIn(properties['tags']);
  const severity = properties['security-severity'];
  const id = textOf(rule['id']);
  return [
    ...(id === '' ? ['rejecting SARIF, as a rule has no id'] : []),
    ...(textOf(rule['name']).length > limits.ruleName
      ? [`rejecting SARIF, as the name of rule ${id} is too long`]
      : []),
    ...(tags.length > limits.tags ? [`rejecting SARIF, as rule ${id} has more than ${limits.tags} tags`] : []),
    ...(severity !== undefined && !isNumeric(severity)
      ? ['could not convert rules: invalid security severity value, is not a number']
      : []),
  ];
}

const isNumeric = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));

function resultProblems(result: JsonObject): readonly string[] {
  const locations = objectsIn(result['locations']);
  const physical = objectOf(locations[0]?.['physicalLocation']);
  const uri = textOf(objectOf(physical['artifactLocation'])['uri']);
  const line = objectOf(physical['region'])['startLine'];
  return [
    ...(textOf(objectOf(result['message'])['text']) === '' ? ['rejecting SARIF, as a result has no message.text'] : []),
    ...(uri === '' ? ['locationFromSarifResult: expected artifact location'] : []),
    ...(/^\/|\\|\s/.test(uri) ? [`an invalid URI was provided as a SARIF location: ${uri}`] : []),
    ...(line !== undefined && !(typeof line === 'number' && Number.isInteger(line) && line > 0)
      ? ['rejecting SARIF, as a startLine is not a line number']
      : []),
    ...(locations.length > limits.locations
      ? [`rejecting SARIF, as a result has more than ${limits.locations} locations`]
      : []),
  ];
}
