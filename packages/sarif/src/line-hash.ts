const windowLength = 100;
const base = 37n;
const endOfFile = 65535;
const space = 0x20;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * `primaryLocationLineHash` of every line, the first at index 0: a rolling hash over the 100 UTF-16 units that follow the line's start, blanks left out,
 * and how often the same hash came before in the file (GitHub docs, "Data for preventing duplicated alerts"; equal to the uploader's).
 */
export function lineHashes(text: string): string[] {
  const leaving = BigInt.asUintN(64, base ** BigInt(windowLength));
  const ring = new Array<number>(windowLength).fill(0);
  const lineAt = new Array<number>(windowLength).fill(-1);
  const hashes: string[] = [];
  const seen = new Map<string, number>();
  let [hash, index, line, atLineStart] = [0n, 0, 0, true];

  const step = (unit: number): void => {
    const started = lineAt[index] ?? -1;
    if (started !== -1) hashes[started] = numbered(hash.toString(16), seen);
    lineAt[index] = -1;
    if (atLineStart) lineAt[index] = line++;
    atLineStart = unit === lineFeed;
    hash = BigInt.asUintN(64, base * hash + BigInt(unit) - leaving * BigInt(ring[index] ?? 0));
    ring[index] = unit;
    index = (index + 1) % windowLength;
  };
  for (const unit of significantUnits(text)) step(unit);
  step(endOfFile);
  atLineStart = false;
  for (let flush = 0; flush < windowLength; flush++) step(0);
  return hashes;
}

function numbered(hash: string, seen: Map<string, number>): string {
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return `${hash}:${count}`;
}

/** Without spaces and tabs, and with every line break as one LF. */
function* significantUnits(text: string): Generator<number> {
  let afterReturn = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const isBlank = unit === space || unit === tab || (unit === lineFeed && afterReturn);
    afterReturn = unit === carriageReturn;
    if (!isBlank) yield unit === carriageReturn ? lineFeed : unit;
  }
}
