import { ownLineKey } from '../fingerprints/identity.ts';
import { hardLimits, ownLimits } from '../log/limits.ts';
import { bases } from '../model/severity.ts';
import { integer, list, object, one, text, textLike } from './shape.ts';

/**
 * The part of SARIF 2.1.0 (OASIS, sarif-v2.1.0) that this project writes, narrowed to what GitHub takes (docs, "SARIF support for code scanning"). Whatever has
 * this shape is valid against the schema of OASIS; the tests hold the two against each other.
 */
const message = (max: number) => object({ text: text(max) });
const level = one('error', 'warning', 'note');
const uri = textLike(
  /^(?![a-z][a-z0-9+.-]*:)(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\s\\<>"{}|^`]+$/i,
  'a URI relative to the repository, with what is not allowed in one encoded',
);
const webAddress = /^https?:\/\/[^\s<>"{}|\\^`]+$/i;
const address = textLike(webAddress, 'a web address');

export const isAddress = (value: string): boolean => webAddress.test(value);

const rule = object(
  {
    id: text(hardLimits.name),
    shortDescription: message(hardLimits.description),
    fullDescription: message(hardLimits.description),
    help: message(ownLimits.help),
    properties: object(
      {
        tags: list(text(), hardLimits.tags),
        'security-severity': textLike(/^(10(\.0)?|[1-9](\.\d)?|0\.[1-9])$/, 'a number above 0 and at most 10, as text'),
      },
      { precision: one('very-high', 'high', 'medium', 'low'), 'severity-source': one(...bases), aliases: list(text()) },
    ),
  },
  { name: text(hardLimits.name), helpUri: address, defaultConfiguration: object({ level }) },
);

const region = object({ startLine: integer(1) }, { startColumn: integer(1), endColumn: integer(1) });

const result = object({
  ruleId: text(hardLimits.name),
  ruleIndex: integer(0),
  level,
  message: message(ownLimits.message),
  locations: list(
    object({ physicalLocation: object({ artifactLocation: object({ uri }), region }) }),
    hardLimits.locations,
  ),
  partialFingerprints: object(
    { primaryLocationLineHash: textLike(/^[0-9a-f]{1,16}:\d+$/, 'a hash and a count') },
    { [ownLineKey]: textLike(/^[0-9a-f]{16}$/, 'a hash') },
  ),
  properties: object({ detectedBy: list(text()) }),
});

const run = object({
  tool: object({
    driver: object({
      name: text(),
      semanticVersion: text(),
      informationUri: address,
      rules: list(rule, hardLimits.rules),
    }),
  }),
  automationDetails: object({
    id: textLike(/^[^\p{Cc}]*\/$/u, 'a category that ends in / and holds no control character'),
  }),
  results: list(result, hardLimits.results),
  columnKind: one('utf16CodeUnits'),
});

export const sarifShape = object({ version: one('2.1.0'), $schema: address, runs: list(run, hardLimits.runs) });
