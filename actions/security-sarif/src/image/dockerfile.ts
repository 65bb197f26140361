/** One instruction of a Dockerfile (Docker, "Dockerfile reference"), continuation lines joined. */
export interface Instruction {
  /** Upper case. */
  readonly keyword: string;
  /** All after the keyword, without flags, blanks folded. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

export interface Dockerfile {
  /** Relative to the repository, with `/`. */
  readonly file: string;
  readonly instructions: readonly Instruction[];
}

export function parseDockerfile(file: string, text: string): Dockerfile {
  const instructions: Instruction[] = [];
  let open: { text: string; line: number } | undefined;
  text.split(/\r?\n/).forEach((raw, index) => {
    if (/^\s*(#|$)/.test(raw)) return;
    const whole = open
      ? { text: `${open.text} ${raw.trim()}`, line: open.line }
      : { text: raw.trim(), line: index + 1 };
    open = whole.text.endsWith('\\') ? { ...whole, text: whole.text.slice(0, -1).trim() } : undefined;
    if (open === undefined) instructions.push(instructionOf(whole.text, whole.line));
  });
  return { file, instructions };
}

function instructionOf(text: string, line: number): Instruction {
  const [, keyword = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
  return { keyword: keyword.toUpperCase(), text: normal(rest), line };
}

/** Flags stand differently in histories, or not at all. */
const normal = (text: string): string =>
  text
    .replaceAll(/(^|\s)--[a-z-]+(=\S+)?/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The line of the instruction that made a layer, by what the image's history says of it; undefined where none fits. */
export function lineOfLayer({ instructions }: Dockerfile, createdBy: string): number | undefined {
  const { keyword, text } = instructionOfHistory(createdBy);
  return instructions.findLast((one) => one.keyword === keyword && sameWords(one.text, text))?.line;
}

/** BuildKit ends what it wrote with `# buildkit`, and puts shell and build arguments before a command. */
function instructionOfHistory(createdBy: string): Instruction {
  const plain = createdBy.replace(/\s*# buildkit$/, '');
  const { keyword, text } = instructionOf(plain, 0);
  const command = keyword === 'RUN' ? text.replace(/^\|\d+ .*?(?=\/bin\/)/, '').replace(/^\/bin\/\w+ -\w+ /, '') : text;
  return { keyword, text: command, line: 0 };
}

/** BuildKit writes the folder that a relative target means, and quotes as it likes. */
function sameWords(written: string, told: string): boolean {
  const bare = (text: string): string =>
    text
      .replaceAll(/["'[\],]/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
  return bare(written) === bare(told);
}

/** The line of the last FROM: what it names is the base of the image. */
export function baseLine({ instructions }: Dockerfile): number {
  return instructions.findLast(({ keyword }) => keyword === 'FROM')?.line ?? 1;
}

/** The Dockerfile that an image was built from, by its history: the only one, or the one that explains most of the layers and more than any other. */
export function dockerfileOf(files: readonly Dockerfile[], history: readonly string[]): Dockerfile | undefined {
  const scored = files
    .map((file) => ({ file, score: history.filter((entry) => lineOfLayer(file, entry) !== undefined).length }))
    .sort((a, b) => b.score - a.score);
  const [best, second] = scored;
  if (best === undefined || second === undefined) return best?.file;
  return best.score > second.score ? best.file : undefined;
}
