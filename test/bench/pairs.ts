import { median } from './median.ts';

/** Medians of several rounds. `ratio` is that of the rounds' own ratios: what disturbs the machine for a while disturbs both of a pair. */
export interface Compared {
  readonly mine: number;
  readonly theirs: number;
  readonly ratio: number;
}

/** Times two ways of doing a thing in turn, each first in every second round. */
export async function pairs(
  rounds: number,
  mine: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<Compared> {
  const taken: { readonly mine: number; readonly theirs: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) taken.push({ mine: await mine(), theirs: await theirs() });
    else {
      const first = await theirs();
      taken.push({ mine: await mine(), theirs: first });
    }
  }
  return {
    mine: median(taken.map((each) => each.mine)),
    theirs: median(taken.map((each) => each.theirs)),
    ratio: median(taken.map((each) => each.mine / each.theirs)),
  };
}
