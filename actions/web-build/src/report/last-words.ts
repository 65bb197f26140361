/** What bundlers print above the reason why a build failed. */
const heading = /^(error during build:|build error:|[✗x] Build failed in .*)$/;
/** Where a tool says that something is wrong, and where it only sums that up. */
const telling: readonly RegExp[] = [/\berror\b|✖|✗/i, /failed|not supported/i];

/** The line of a tool's output that says most: what stands below a bundler's heading, else the first that speaks of an error, else npm's own first words, else the last. */
export function lastWords(output: string): string {
  const all = output.split('\n').map((line) => line.trim());
  const npms = all.filter((line) => /^npm (error|ERR!) (?!code|Lifecycle|command|path|workspace|location)/.test(line));
  const isEcho = (line: string): boolean => line === '' || /^(> |\$ |npm (error|ERR!|warn))/.test(line);
  const lines = all.filter((line) => !isEcho(line));
  const below = lines[lines.findLastIndex((line) => heading.test(line)) + 1];
  const reason = lines.some((line) => heading.test(line)) ? below : undefined;
  return (
    reason ??
    telling.map((form) => lines.find((line) => form.test(line) && !/\b0 errors\b/.test(line))).find(Boolean) ??
    lines.at(-1) ??
    npms[0]?.replace(/^npm (error|ERR!) /, '') ??
    'It printed nothing.'
  ).slice(0, 300);
}
