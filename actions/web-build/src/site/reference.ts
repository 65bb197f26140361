/** A place in the built site that points at something. */
export interface Reference {
  /** The file that holds it, relative to the output directory. */
  readonly from: string;
  /** As written. */
  readonly url: string;
  /** 1-based line in `from`. */
  readonly line: number;
  /** How it is written, for a person: `<img src>`, `url()`, `import()`. */
  readonly how: string;
  /** What it is relative to, where that is not the file itself: the `<base href>`, or the site's root. */
  readonly relativeTo?: string;
}
