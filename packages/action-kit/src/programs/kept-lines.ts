const defaultLimit = 16 * 2 ** 20;

/** Lines up to a number of characters; the oldest are dropped first. */
export class KeptLines {
  readonly #limit: number;
  readonly #blocks: string[] = [];
  #first = 0;
  #length = 0;
  #dropped = 0;

  constructor(limit = defaultLimit) {
    this.#limit = limit;
  }

  /** Takes whole lines, each ended by `\n`. */
  push(lines: string): void {
    this.#blocks.push(lines);
    this.#length += lines.length;
    while (this.#length > this.#limit && this.#dropFirst());
  }

  text(): string {
    const kept = this.#blocks.slice(this.#first).join('').slice(0, -1);
    return this.#dropped > 0 ? `… ${this.#dropped} earlier lines left out\n${kept}` : kept;
  }

  /** Drops of the first block the lines that are too much, but never the last line of all; false where nothing is dropped. */
  #dropFirst(): boolean {
    const block = this.#blocks[this.#first] ?? '';
    const enough = block.indexOf('\n', this.#length - this.#limit - 1) + 1 || block.length;
    const isLast = this.#first === this.#blocks.length - 1;
    const end = isLast && enough === block.length ? block.lastIndexOf('\n', block.length - 2) + 1 : enough;
    if (end === 0) return false;
    this.#dropped += block.slice(0, end).split('\n').length - 1;
    this.#length -= end;
    this.#blocks[this.#first] = block.slice(end);
    if (end === block.length) this.#first += 1;
    return true;
  }
}
