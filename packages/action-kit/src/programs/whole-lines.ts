/** Text that comes in parts, as whole lines. */
export interface WholeLines {
  readonly push: (part: string) => void;
  /** Gives out what had no end. */
  readonly close: () => void;
}

/** Calls `take` with whole lines, many at a time, each ended by `\n` whatever ended it. */
export function wholeLines(take: (lines: string) => void): WholeLines {
  let open = '';
  let returned = false;
  return {
    push: (part) => {
      if (part === '') return;
      const text = returned && part.startsWith('\n') ? part.slice(1) : part;
      returned = part.endsWith('\r');
      const lines = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
      const end = lines.lastIndexOf('\n') + 1;
      if (end > 0) take(open + lines.slice(0, end));
      open = end > 0 ? lines.slice(end) : open + lines;
    },
    close: () => {
      if (open) take(`${open}\n`);
      open = '';
    },
  };
}
