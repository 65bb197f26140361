/** An open code scanning alert, folded from the latest upload of each tool and category. */
export interface Alert {
  readonly number: number;
  readonly tool: string;
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly severity: string;
  readonly message: string;
}

/** One accepted SARIF delivery. */
export interface Upload {
  readonly id: string;
  readonly ref: string;
  readonly commit: string;
  /** The SARIF document as sent. */
  readonly sarif: unknown;
}
