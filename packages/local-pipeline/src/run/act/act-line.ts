import { itemsIn, objectOf, parseJson, textOf } from '@data-profiler-actions/action-kit';
import { parseWorkflowCommand } from './workflow-command.ts';

/** One line of `act --json`, as far as it is read here. */
export interface ActLine {
  /** When it was received; act's own clock only counts seconds. */
  readonly time: string;
  readonly msg: string;
  /** Display name, one per matrix leg; empty for act's own lines. */
  readonly job: string;
  readonly jobId: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly step: string;
  readonly stepId: string;
  readonly stage: string;
  readonly stepResult: string;
  readonly jobResult: string;
  readonly command: string;
  readonly name: string;
  readonly argument: string;
  readonly content: string;
  readonly properties: Readonly<Record<string, string>>;
  /** The text is what a tool printed. */
  readonly isOutput: boolean;
}

/** Parses a line; undefined where it is no JSON object (act prints its last word as plain text). */
export function parseActLine(line: string, receivedAt = new Date().toISOString()): ActLine | undefined {
  const parsed = line.startsWith('{') ? parseJson(line) : undefined;
  if (parsed === undefined) return undefined;
  const raw = objectOf(parsed);
  const word = (key: string): string => textOf(raw[key]);
  const printed = parseWorkflowCommand(word('raw'));
  const ids = itemsIn(raw['stepID']).map(String);
  return {
    time: receivedAt,
    msg: word('msg'),
    job: word('job'),
    jobId: word('jobID'),
    matrix: objectOf(raw['matrix']),
    step: word('step'),
    stepId: ids.join('/'),
    stage: word('stage'),
    stepResult: word('stepResult'),
    jobResult: word('jobResult'),
    command: word('command'),
    name: word('name'),
    argument: printed?.data ?? word('arg'),
    content: word('content'),
    properties: printed?.properties ?? {},
    isOutput: raw['raw_output'] === true,
  };
}
