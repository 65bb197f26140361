import { homedir } from 'node:os';
import { childEnvironment, runProcess } from '@data-profiler-actions/action-kit';
import { assetFile } from '../assets.ts';

/** What this machine's kernel lets us take away from a scanner. */
export interface Confinement {
  /** Absolute; starts the launcher. */
  readonly python: string;
  /** Landlock's version; 0: nothing can be taken away but the environment. */
  readonly landlock: number;
}

/** What one scanner may do. Paths are absolute. */
export interface Rights {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly hidden: readonly string[];
  /** TCP ports it may connect to. */
  readonly ports: readonly number[];
}

const launcher = (): string => assetFile('confine.py');

/** Asks the kernel by trying. Without Python or Landlock (Linux 5.13; TCP from 6.7) there is nothing to enforce with. */
export async function findConfinement(python: string | undefined, signal: AbortSignal): Promise<Confinement> {
  if (python === undefined || process.platform !== 'linux') return { python: python ?? '', landlock: 0 };
  const run = await runProcess({
    command: python,
    args: ['-I', launcher()],
    env: childEnvironment(),
    timeoutMs: 20_000,
    signal,
  });
  const landlock = run.outcome === 'exited' && run.exitCode === 0 ? Number(run.stdout.trim()) : 0;
  return { python, landlock: Number.isInteger(landlock) ? landlock : 0 };
}

/** The command that starts `program` with these rights alone; the program itself where nothing can be enforced. */
export function confinedCommand(
  { python, landlock }: Confinement,
  rights: Rights,
  program: readonly [string, ...string[]],
): { command: string; args: string[] } {
  const [command, ...args] = program;
  return landlock === 0
    ? { command, args }
    : { command: python, args: ['-I', launcher(), JSON.stringify(rights), ...program] };
}

/** Homes hold the keys of people and services. */
export const homes = (): string[] => [...new Set(['/home', '/root', homedir()])];

/** One sentence for the summary; says also what is not enforced. */
export function describeConfinement({ landlock }: Confinement): string {
  if (landlock === 0)
    return 'Scanners ran without GitHub’s tokens, but this kernel lets nothing else be enforced (Landlock needs Linux 5.13): the workspace was compared before and after instead.';
  const files = 'could write to nothing but their own scratch, and read neither home folders nor other processes';
  const network =
    landlock >= 4
      ? 'TCP connections were limited to the ports that each needs, not to hosts; UDP (DNS) is not limited'
      : 'their network was not limited (that needs Linux 6.7)';
  return `Enforced by the kernel (Landlock ${landlock}): scanners ${files}; ${network}.`;
}
