/** A scanner's program, ready to start. */
export interface Tool {
  /** Absolute. */
  readonly program: string;
  readonly version: string;
  /** What the program reads of itself; everything where that cannot be told. Absolute. */
  readonly folders: readonly string[] | 'unknown';
  /** The interpreter of its environment, where it has one. */
  readonly python?: string;
  /** For people: where it came from. */
  readonly origin: string;
}

export type ToolResult = { readonly ok: true; readonly tool: Tool } | { readonly ok: false; readonly reason: string };
