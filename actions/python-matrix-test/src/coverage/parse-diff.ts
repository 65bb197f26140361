/** Added or changed lines, 1-based, by file relative to the repository's root. */
export type ChangedLines = ReadonlyMap<string, ReadonlySet<number>>;

/** Reads a unified diff without context lines: `+++ b/file`, then `@@ -a,b +start,count @@`. */
export function parseDiff(diff: string): ChangedLines {
  const files = new Map<string, Set<number>>();
  let lines = new Set<number>();
  let left = 0;
  for (const line of diff.split('\n')) {
    // Within a hunk, a changed line may itself read like a header.
    if (left > 0) {
      if (/^[+-]/.test(line)) left -= 1;
      continue;
    }
    const file = fileIn(line);
    if (file !== undefined) files.set(file, (lines = new Set()));
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const [removed, start, count] = [Number(hunk[1] ?? 1), Number(hunk[2]), Number(hunk[3] ?? 1)];
    for (let each = start; each < start + count; each += 1) lines.add(each);
    left = removed + count;
  }
  return files;
}

/** The file that a line `+++ b/file` names; in quotes, as in C, where its name holds a quote, a backslash or a control character. */
function fileIn(line: string): string | undefined {
  const [, quoted, plain] = /^\+\+\+ (?:"b\/(.*)"|b\/(.*?)\t?)$/.exec(line) ?? [];
  return quoted === undefined
    ? plain
    : quoted.replaceAll(/\\([0-7]{3}|.)/g, (_, escaped: string) => characterOf(escaped));
}

const letters: Readonly<Record<string, string>> = { a: '\x07', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };

const characterOf = (escaped: string): string =>
  escaped.length === 3 ? String.fromCharCode(parseInt(escaped, 8)) : (letters[escaped] ?? escaped);
