/** The middle value of several runs; of an even number of runs the upper one. Throws on none. */
export function median(values: readonly number[]): number {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('The median of no runs is undefined.');
  return middle;
}
