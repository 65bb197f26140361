import type { ManagerName } from './manager.ts';

/** Whose fault a failed install is. */
export type InstallFault = 'lock-file' | 'install-script' | 'network' | 'rights' | 'package' | 'unknown';

export interface InstallExplanation {
  readonly fault: InstallFault;
  /** With what mends it; empty where nothing is known. */
  readonly text: string;
}

/** Why an install failed. A script that could not download something is the script's failure: the registry answered. */
export function explainInstall(output: string, name: ManagerName): InstallExplanation {
  const explain = [lockFile, withheldScript, installScript, rights, wrongPackage, network];
  return (
    explain.map((rule) => rule(output, name)).find((found) => found !== undefined) ?? { fault: 'unknown', text: '' }
  );
}

type Rule = (output: string, name: ManagerName) => InstallExplanation | undefined;

const shownAtMost = 10;

const lockFile: Rule = (output, name) => {
  // npm/cli lib/commands/ci.js: EUSAGE says that lock and package.json disagree, and how.
  if (/\bEUSAGE\b/.test(output)) return { fault: 'lock-file', text: npmLock(output) };
  if (
    !/ERR_PNPM_(\w+_)?(OUTDATED|NO)_LOCKFILE|YN0028|lockfile needs to be updated|lockfile is frozen|lockfile had changes/.test(
      output,
    )
  )
    return undefined;
  const what = differing(output);
  return {
    fault: 'lock-file',
    text: `The lock file does not match package.json${what.length > 0 ? ` (${shownList(what)})` : ''}. Run ${name} install and commit the lock file.`,
  };
};

function npmLock(output: string): string {
  const differences = [...output.matchAll(/(?:npm (?:error|ERR!) )?((?:Missing|Invalid): .+)/g)].map(
    ([, text = '']) => text,
  );
  if (differences.length === 0)
    return 'npm ci refuses this package-lock.json. Run npm install and commit package-lock.json.';
  const isForeign = differences.every((text) =>
    /[-/](linux|darwin|win32|freebsd|android|wasm32|openharmony)\b/.test(text),
  );
  const remedy = isForeign
    ? 'These are optional packages of other platforms, which npm leaves out of a lock file that it writes beside an existing node_modules (npm/cli#4828): delete node_modules and package-lock.json, run npm install, and commit package-lock.json.'
    : 'Run npm install and commit package-lock.json.';
  return `package-lock.json does not match package.json (${shownList(differences)}). ${remedy}`;
}

/** What pnpm, Yarn and bun say is not in the lock file. */
function differing(output: string): string[] {
  const pnpm = [...output.matchAll(/\d+ dependenc(?:y was|ies were) (?:added|removed|mismatched|changed): .+/g)].map(
    ([text]) => text,
  );
  const berry = [...output.matchAll(/YN0028: │ [+]"(.+)":/g)].map(([, text = '']) => text);
  const bun = /dependencies in package\.json changed since [^:]+: (.+)/.exec(output)?.[1];
  return [...pnpm, ...berry, ...(bun === undefined ? [] : [bun])];
}

function shownList(all: readonly string[]): string {
  const more = all.length > shownAtMost ? `; and ${all.length - shownAtMost} more` : '';
  return all.slice(0, shownAtMost).join('; ') + more;
}

const withheldScript: Rule = (output) => {
  const names = /Ignored build scripts: ([^\n]+)/.exec(output)?.[1];
  if (!output.includes('ERR_PNPM_IGNORED_BUILDS') || names === undefined) return undefined;
  return {
    fault: 'install-script',
    text: `pnpm does not run the install scripts of ${names.trim()} unless you allow it. Run pnpm approve-builds and commit what it writes.`,
  };
};

/** Where each manager says whose script failed: npm's error path, pnpm's prefix, Yarn's and bun's sentence. */
const failedScripts: readonly RegExp[] = [
  /npm (?:error|ERR!) path (\S+)\n(?:.*\n)?npm (?:error|ERR!) command failed/,
  /^(\S+) (?:pre|post)?install: Failed$/m,
  /^error (\S+): Command failed\.$/m,
  /YN0009: .*?│ (@?[^@\s]+)@.* couldn't be built/,
  /error: \w*install script from "([^"]+)" (?:exited|terminated)/,
];

const installScript: Rule = (output) => {
  const where = failedScripts.map((pattern) => pattern.exec(output)?.[1]).find((found) => found !== undefined);
  if (where === undefined) return undefined;
  const isOwn = /[\\/]/.test(where.replace(/^@[\w.-]+\//, '')) && !where.includes('node_modules');
  const package_ = where.split(/node_modules[\\/]/).at(-1);
  const whose = isOwn ? "The project's own install script failed" : `The install script of ${package_} failed`;
  return {
    fault: 'install-script',
    text: `${whose}; every package had been fetched. What it said is in the log of install.`,
  };
};

const rights: Rule = (output) => {
  const said =
    /\bE40[13]\b|ERR_PNPM_FETCH_40[13]|YN0041|\b40[13] (?:Unauthorized|Forbidden)|(?:Unauthorized|Forbidden)\b.*\b40[13]\b/.exec(
      output,
    )?.[0];
  return said === undefined
    ? undefined
    : {
        fault: 'rights',
        text: `The registry refuses access (${said}). Give the step a token of it, as .npmrc or .yarnrc.yml names it.`,
      };
};

const wrongPackage: Rule = (output) => {
  const damaged = /\bEINTEGRITY\b|ERR_PNPM_TARBALL_INTEGRITY|YN0018|[Ii]ntegrity check failed/.exec(output)?.[0];
  if (damaged !== undefined)
    return {
      fault: 'package',
      text: `A package is not the one that the lock file names (${damaged}). Find out why before you accept it.`,
    };
  const absent =
    /\bE404\b|\bETARGET\b|ERR_PNPM_FETCH_404|ERR_PNPM_NO_MATCHING_VERSION|YN0035.*404|No version matching/.exec(
      output,
    )?.[0];
  return absent === undefined
    ? undefined
    : { fault: 'package', text: `A package that the lock file names is not in the registry (${absent}).` };
};

const network: Rule = (output) => {
  const said =
    /\b(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ESOCKETTIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET\w*|ConnectionRefused|ConnectionClosed|FailedToOpenSocket|DNSResolution\w*|UND_ERR\w*|CERT_\w+|SELF_SIGNED\w*|E429|E50\d|ERR_PNPM_FETCH_(?:429|50\d)|ERR_PNPM_META_FETCH_FAIL|\w*NETWORK_ERROR|YN0035)\b|[Cc]onnection refused|socket hang up|network timeout|(?:429|50[0234]) (?:Too Many|Internal|Bad|Service|Gateway)/.exec(
      output,
    )?.[0];
  return said === undefined
    ? undefined
    : {
        fault: 'network',
        text: `The registry could not be reached (${said}): a fault of the network or the registry, not of the project. Run the job again; where it stays, check the registry in .npmrc and the proxy.`,
      };
};
