/** Work that begins as soon as the last of several parts is done. */
export interface Countdown {
  /** Says that one more part is done. */
  readonly tick: () => void;
  /** Resolves when the work has ended, at once where it has not begun. */
  readonly ended: () => Promise<void>;
}

export function countdown(parts: number, work: () => Promise<void>): Countdown {
  let left = parts;
  let begun = Promise.resolve();
  return {
    tick: () => {
      left -= 1;
      if (left === 0) begun = work();
    },
    ended: () => begun,
  };
}
