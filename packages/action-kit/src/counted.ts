/** `1 file`, `2 files`: a count of things, as people write it. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
