/** Says from time to time what is going on, all in one line. */
export interface Progress {
  /** `describe` tells how far something is, until the returned function is called. */
  readonly watch: (name: string, describe: () => string) => () => void;
  readonly close: () => void;
}

/** How often the line comes, in milliseconds. */
const interval = 10_000;

/** A line for whatever is watched at that time; none while nothing is, or nothing has changed. */
export function openProgress(say: (line: string) => void, every = interval): Progress {
  const watched = new Map<string, () => string>();
  let last = '';
  const timer = setInterval(() => {
    const line = [...watched].map(([name, describe]) => `${name}: ${describe()}`).join(' · ');
    if (line && line !== last) say(line);
    last = line;
  }, every);
  return {
    watch: (name, describe) => {
      watched.set(name, describe);
      return () => watched.delete(name);
    },
    close: () => clearInterval(timer),
  };
}
