/** Above these GitHub rejects the whole file (docs, "SARIF support for code scanning", limits). */
export const hardLimits = {
  runs: 20,
  results: 25_000,
  rules: 25_000,
  locations: 1_000,
  tags: 20,
  name: 255,
  description: 1024,
  gzipBytes: 10 * 2 ** 20,
} as const;

/** What this project writes at most: within what GitHub takes and shows. */
export const ownLimits = { tags: 10, message: 8000, help: 8000 } as const;

/** At most `length` UTF-16 units, with `…` where something was cut, never through a pair of surrogates. */
export function cutTo(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
