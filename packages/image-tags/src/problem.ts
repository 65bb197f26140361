/** What is wrong with a text that somebody wrote; completes a sentence about it, such as `line 2 …`. */
export interface Problem {
  readonly text: string;
  /** The wrong word, and those that would be right: where one of them was probably meant, it can be suggested. */
  readonly word?: string;
  readonly allowed?: readonly string[];
  /** A line that would be right. */
  readonly example?: string;
}
