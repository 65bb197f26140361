export const ruleTypes = ['schedule', 'semver', 'pep440', 'match', 'edge', 'ref', 'raw', 'sha'] as const;
export type RuleType = (typeof ruleTypes)[number];

/** What a rule's line says behind its type, by name. */
export type Attributes = Readonly<Record<string, string>>;

/** What a type of rule takes. */
export interface RuleSpec {
  readonly priority: number;
  readonly attributes: readonly string[];
  readonly required: readonly string[];
  readonly example: string;
}

/** Attributes that every type takes beside its own. */
export const commonAttributes = ['enable', 'priority', 'prefix', 'suffix'];

/** Attributes and default priorities of docker/metadata-action's rule types (its README, "tags input"). */
export const ruleSpecs: Readonly<Record<RuleType, RuleSpec>> = {
  schedule: { priority: 1000, attributes: ['pattern'], required: [], example: 'type=schedule,pattern=nightly' },
  semver: versionType('type=semver,pattern={{version}}'),
  pep440: versionType('type=pep440,pattern={{version}}'),
  match: {
    priority: 800,
    attributes: ['pattern', 'group', 'value'],
    required: ['pattern'],
    example: String.raw`type=match,pattern=v(\d+\.\d+),group=1`,
  },
  edge: { priority: 700, attributes: ['branch'], required: [], example: 'type=edge,branch=main' },
  ref: { priority: 600, attributes: ['event'], required: ['event'], example: 'type=ref,event=branch' },
  raw: { priority: 200, attributes: ['value'], required: [], example: 'type=raw,value=stable' },
  sha: { priority: 100, attributes: ['format'], required: [], example: 'type=sha,format=long' },
};

function versionType(example: string): RuleSpec {
  return { priority: 900, attributes: ['pattern', 'value', 'match'], required: ['pattern'], example };
}
