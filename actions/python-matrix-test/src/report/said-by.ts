import type { Leg } from '../legs/model.ts';

/** What legs have to say, each once, with the names of all that say it: `3.11 unit, 3.12 unit`. Legs without a word are left out. */
export function saidBy(
  legs: readonly Leg[],
  word: (leg: Leg) => string,
): readonly { readonly names: string; readonly says: string }[] {
  const groups = Map.groupBy(
    legs.filter((leg) => word(leg) !== ''),
    word,
  );
  return [...groups].map(([says, group]) => ({
    says,
    names: group.map(({ version, suite }) => `${version} ${suite}`).join(', '),
  }));
}
