import { spawnSync } from 'node:child_process';

export interface Measured {
  readonly stdout: string;
  readonly seconds: number;
  /** Of all cores together. */
  readonly cpuSeconds: number;
  /** The largest resident set, in MB. */
  readonly megabytes: number;
}

const wrapper = `
import resource, subprocess, sys, time
begin = time.monotonic()
ended = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)
sys.stdout.buffer.write(ended.stdout)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stderr.write("\\n%f %f %d" % (time.monotonic() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss))
sys.exit(ended.returncode)
`;

/** Runs a program, and tells how long it took and how much memory its largest process held. */
export function measured(command: readonly string[], env: Readonly<Record<string, string>> = {}): Measured {
  const run = spawnSync('python3', ['-c', wrapper, ...command], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 * 2 ** 20,
  });
  if (run.status !== 0)
    throw new Error(`${command.slice(0, 2).join(' ')} ended with ${run.status}: ${run.stdout}${run.stderr}`);
  const [seconds = '', cpu = '', kilobytes = ''] = run.stderr.trim().split('\n').at(-1)?.split(' ') ?? [];
  return {
    stdout: run.stdout,
    seconds: Number(seconds),
    cpuSeconds: Number(cpu),
    megabytes: (Number(kilobytes) * 1024) / 1e6,
  };
}
