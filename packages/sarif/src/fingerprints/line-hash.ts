const windowLength = 100;
const base = 37;
const word = 2 ** 32;
const endOfFile = 65535;
const space = 0x20;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const noLine = -1;

/**
 * `primaryLocationLineHash` of every line, the first at index 0: a rolling hash over the 100 UTF-16 units that follow the line's start, blanks left out,
 * and how often the same hash came before in the file (GitHub docs, "Data for preventing duplicated alerts"; equal to the uploader's).
 */
export function lineHashes(text: string): string[] {
  const hashes: string[] = [];
  const seen = new Map<string, number>();
  const emit = (line: number, hash: string): void => {
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    hashes[line] = `${hash}:${count}`;
  };
  const roll = rollingHash(emit);
  let afterReturn = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const passedOver = unit === space || unit === tab || (unit === lineFeed && afterReturn);
    afterReturn = unit === carriageReturn;
    if (!passedOver) roll(unit === carriageReturn ? lineFeed : unit, true);
  }
  roll(endOfFile, true);
  for (let flush = 0; flush < windowLength; flush++) roll(0, false);
  return hashes;
}

/**
 * Takes one unit after the other, and tells each line's hash when the window has left the line's start behind. Arithmetic modulo 2^64 in two 32-bit halves:
 * every product stays below 2^53, so doubles are exact, and many times faster than big integers.
 */
function rollingHash(emit: (line: number, hash: string) => void): (unit: number, mayStartLine: boolean) => void {
  const [removalHigh, removalLow] = halves(BigInt.asUintN(64, -(BigInt(base) ** BigInt(windowLength))));
  const ring = new Uint16Array(windowLength);
  const lineAt = new Int32Array(windowLength).fill(noLine);
  let [high, low, slot, lines, atLineStart] = [0, 0, 0, 0, true];
  return (unit, mayStartLine) => {
    const started = lineAt[slot] ?? noLine;
    if (started !== noLine) emit(started, hexadecimal(high, low));
    const starts = mayStartLine && atLineStart;
    lineAt[slot] = starts ? lines++ : noLine;
    atLineStart = unit === lineFeed;
    const leaving = ring[slot] ?? 0;
    const removed = leaving * removalLow;
    const scaled = low * base;
    const sum = (scaled >>> 0) + (removed >>> 0) + unit;
    const carried = Math.floor(scaled / word) + Math.floor(removed / word) + Math.floor(sum / word);
    high = (high * base + leaving * removalHigh + carried) >>> 0;
    low = sum >>> 0;
    ring[slot] = unit;
    slot = (slot + 1) % windowLength;
  };
}

function halves(value: bigint): [number, number] {
  return [Number(value >> 32n), Number(BigInt.asUintN(32, value))];
}

function hexadecimal(high: number, low: number): string {
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');
}
