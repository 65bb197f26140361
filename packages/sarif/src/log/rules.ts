import type { ReportingDescriptor } from 'sarif';
import { byGravity, type Finding } from '../model/finding.ts';
import type { Severity } from '../model/severity.ts';
import { isAddress } from '../validate/sarif-shape.ts';
import { cutTo, hardLimits, ownLimits } from './limits.ts';

export const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** How much help a rule gives: all there is [the default], or one line. */
export type Help = 'full' | 'short';

/** The rule of findings that share an id. Severity stands on the rule, so that of its findings the gravest speaks. */
export function ruleOf(findings: readonly Finding[], help: Help): ReportingDescriptor {
  const worst = findings.reduce((known, finding) => (byGravity(finding, known) < 0 ? finding : known));
  const { rule, title, severity, score, basis, cwe } = worst;
  const helpUri = addressOf(worst);
  const short = cutTo(title || rule, hardLimits.description);
  const said = help === 'full' ? cutTo(helpOf(worst), ownLimits.help) : short;
  const aliases = worst.dependency?.aliases.filter((alias) => alias !== rule) ?? [];
  return {
    id: rule,
    name: cutTo(rule, hardLimits.name),
    shortDescription: { text: short },
    fullDescription: { text: short },
    help: { text: said },
    ...(helpUri !== '' && { helpUri }),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: ['security', ...(cwe === undefined ? [] : [cweTag(cwe)])].slice(0, ownLimits.tags),
      'security-severity': Math.min(10, Math.max(0.1, score)).toFixed(1),
      precision: 'high',
      ...(basis !== undefined && { 'severity-source': basis }),
      ...(aliases.length > 0 && { aliases }),
    },
  };
}

/** What holds for every finding of the rule: of a dependency that is the advisory, of code the finding's own words. */
function helpOf(finding: Finding): string {
  const { message, dependency, title, rule } = finding;
  const said = dependency ? `${rule}: ${title}` : message || title || rule;
  const helpUri = addressOf(finding);
  return helpUri === '' ? said : `${said}\n${helpUri}`;
}

/** As GitHub writes it, with three digits at least. */
const cweTag = (cwe: string): string =>
  `external/cwe/${cwe.toLowerCase().replace(/\d+/, (digits) => digits.padStart(3, '0'))}`;

/** A scanner can give anything; what is no web address would have the whole file refused. */
const addressOf = ({ helpUri = '' }: Finding): string => (isAddress(helpUri) ? helpUri : '');
