/** Why a node does not work, as the end of a sentence about it. */
export interface NodeTrouble {
  readonly problem: string;
  /** Waiting changes nothing. */
  readonly lasting: boolean;
}

export interface Cause extends NodeTrouble {
  readonly words: RegExp;
}

/** The program that Buildx starts to reach a node, as Buildx starts it. */
export interface Way {
  readonly command: string;
  readonly args: readonly string[];
  /** What it says where the way ends too early. */
  readonly causes: readonly Cause[];
}
