/** Variables that carry a token of this run, or would make a child write into the runner's own files. */
const withheld =
  /^(GITHUB_TOKEN|GH_TOKEN|ACTIONS_.*|INPUT_.*|STATE_.*|GITHUB_(ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)|NODE_OPTIONS)$/;

/** The environment a child gets: this process's, without GitHub tokens, inputs and command files, plus `extra`. */
export function childEnvironment(
  extra: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !withheld.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...extra };
}
