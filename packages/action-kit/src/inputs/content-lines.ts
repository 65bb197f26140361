/** A line of an input that says something, counted from 1 as it is written. */
export interface NumberedLine {
  readonly text: string;
  readonly number: number;
}

/** Blank lines and whole-line `#` comments say nothing. */
export function numberedLines(raw: string): NumberedLine[] {
  return raw
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter(({ text: line }) => line !== '' && !line.startsWith('#'));
}

export function contentLines(raw: string): string[] {
  return numberedLines(raw).map(({ text: line }) => line);
}

/** Parted by commas or newlines. */
export function itemsOf(raw: string): string[] {
  return contentLines(raw)
    .flatMap((line) => line.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
