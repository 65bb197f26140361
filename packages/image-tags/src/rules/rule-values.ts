import { renderTemplate } from '../templates/template.ts';
import { anyVersionAtEnd } from '../versions/version.ts';
import { componentHint, componentName, nothing, type RuleResult, type RuleValue } from './rule-result.ts';
import type { TagRule } from './rule-syntax.ts';
import { isBranch, templateFacts, type RuleFacts } from './run-facts.ts';
import { matchValue, versionValue } from './version-rules.ts';

/** The value of an enabled rule, or why it gives none. */
export function valueOf(rule: TagRule, facts: RuleFacts): RuleResult {
  const result = resultOf(rule, facts);
  return 'value' in result && result.value === '' ? nothing('its value is empty') : result;
}

function resultOf(rule: TagRule, facts: RuleFacts): RuleResult {
  const { attributes } = rule;
  const render = (text = ''): string => renderTemplate(text, templateFacts(facts));
  switch (rule.type) {
    case 'schedule':
      if (!facts.eventName.includes('schedule')) return nothing('the event is no schedule');
      return { value: render(attributes['pattern'] ?? 'nightly'), why: 'the run is scheduled', latest: false };
    case 'semver':
    case 'pep440':
      return versionValue(rule, facts, render);
    case 'match':
      return matchValue(rule, facts, render);
    case 'edge': {
      const branch = render(attributes['branch']) || facts.defaultBranch;
      if (!isBranch(facts) || facts.refName !== branch) return nothing(`the ref is not branch ${branch}`);
      return { value: 'edge', why: `the branch is ${branch}`, latest: false };
    }
    case 'ref':
      return refValue(attributes['event'] ?? '', facts);
    case 'raw':
      return { value: render(attributes['value']), why: 'the rule says so', latest: false };
    case 'sha': {
      if (facts.sha === '') return nothing('the commit is not known');
      const value = attributes['format'] === 'long' ? facts.sha : facts.sha.slice(0, facts.shortLength);
      return { value, why: `the commit is ${facts.sha}`, latest: false };
    }
  }
}

function refValue(event: string, facts: RuleFacts): RuleResult {
  const { pullRequestNumber, refName, refKind } = facts;
  if (event === 'pr') {
    if (pullRequestNumber === undefined) return nothing('the run is for no pull request');
    return { value: String(pullRequestNumber), why: `pull request ${pullRequestNumber}`, latest: false };
  }
  if (event === 'branch') {
    if (!isBranch(facts)) return nothing('the ref is no branch');
    return { value: refName, why: `the branch is ${refName}`, latest: false };
  }
  return refKind === 'tag' ? tagValue(refName) : nothing('the ref is no tag');
}

function tagValue(tag: string): RuleValue {
  const why = `the tag is ${tag}`;
  const found = anyVersionAtEnd(tag);
  if (!found) return { value: tag, why, latest: true };
  const { before, version } = found;
  if (before.includes('/')) {
    const noLatest = `${tag} is a release of ${componentName(before)} alone; ${componentHint(before, version)}, if this image is it`;
    return { value: tag, why, latest: false, noLatest };
  }
  return { value: tag, why, latest: true, release: { version, before, after: '', component: before } };
}
