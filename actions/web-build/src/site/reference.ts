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
  /** Relative to whatever uses the file that holds it: missing only where nothing in the site has its name. */
  readonly isMovable?: boolean;
  /** A script or style sheet that is fetched as soon as the file that holds the reference is. */
  readonly eager?: boolean;
}

/** A module named without a path, which only an import map can find (HTML section 8.1.6.2). */
export interface BareImport {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
}

/** A read of `import.meta.env` that the build did not replace. */
export interface EnvRead {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
}

/** What one file says about others. */
export interface FileReferences {
  readonly references: readonly Reference[];
  /** Loads whose target is computed at run time: neither proved nor disproved. */
  readonly unverified: number;
  /** Bare names of static imports. */
  readonly bare: readonly BareImport[];
  readonly envReads: readonly EnvRead[];
  /** Of an HTML page. */
  readonly page?: PageFacts;
}

export interface PageFacts {
  /** Names and prefixes (ending in `/`) that its import maps resolve; undefined where a script may add others. */
  readonly importMap: readonly string[] | undefined;
  /** The web app manifests it links to, as written. */
  readonly manifests: readonly string[];
  /** The page with text and comments blanked, at the same offsets: elements, attributes, scripts and styles are left. */
  readonly markup: () => string;
}

export const noReferences: FileReferences = { references: [], unverified: 0, bare: [], envReads: [] };
