import { describe, expect, it } from '@jest/globals';
import { events, parity } from './parity-table.ts';
import { names } from './run-facts.ts';

const cases = parity.flatMap(({ rules, flavor = '', gives }) =>
  Object.entries(events).map(([event, facts]) => {
    const expected = (gives[event] ?? gives['other'] ?? '').split(' ').filter((name) => name !== '');
    return {
      title: `${rules.replaceAll('\n', ' + ')}${flavor && ` (${flavor.replaceAll('\n', ' + ')})`} on ${event}`,
      rules,
      flavor,
      facts,
      expected,
    };
  }),
);

describe('as docker/metadata-action, where its answer is legal', () => {
  it('at least 200 combinations of events and rules are compared', () => {
    expect(cases.length).toBeGreaterThan(200);
  });

  it.each(cases)('$title', ({ rules, flavor, facts, expected }) => {
    expect(names(facts, rules, flavor)).toEqual(expected);
  });
});
