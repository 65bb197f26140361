import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Enough for most files of a site. */
const usualBytes = 256 * 1024;

/**
 * Reads whole files one after the other into the same memory: what one call gives is gone with the next. A fresh buffer for each file would
 * pile up, since the collector sees how little of the heap it takes, and not its content.
 */
export function fileReader(): (path: string) => Buffer {
  const usual = Buffer.allocUnsafeSlow(usualBytes);
  return (path) => {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const room = size <= usualBytes ? usual : Buffer.allocUnsafeSlow(size);
      return room.subarray(0, fill(file, room.subarray(0, size)));
    } finally {
      closeSync(file);
    }
  };
}

function fill(file: number, room: Buffer): number {
  let filled = 0;
  for (let read = 1; read > 0 && filled < room.length; filled += read)
    read = readSync(file, room, filled, room.length - filled, null);
  return filled;
}
