import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A BuildKit as it is reached in a pod, without a cluster. */
export interface PodMachine {
  /** A PATH whose `kubectl` is the stand-in, and the kubeconfig that it wants to see. */
  readonly environment: { readonly PATH: string; readonly KUBECONFIG: string };
}

export interface PodMachineRequest {
  readonly folder: string;
  /** Variables in the pod. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * A stand-in for `kubectl`, since no cluster is at hand. In the pod `buildkit` of the namespace `builds` it really runs what it is given, with nothing but
 * the pod's own variables; of other pods it says what kubectl 1.32 says.
 */
export function startPodMachine({ folder, variables }: PodMachineRequest): PodMachine {
  mkdirSync(folder, { recursive: true });
  const inside = Object.entries(variables).map(([name, value]) => `'${name}=${value}'`);
  const script = `#!/bin/sh
fail() { echo "$1" >&2; exit 1; }
[ -f "$KUBECONFIG" ] || fail 'The connection to the server localhost:8080 was refused - did you specify the right host or port?'
[ "$1" = --context= ] || fail "error: context \\"\${1#--context=}\\" does not exist"
[ "$3 $4 $5 $7" = 'exec --container= -i --' ] || fail "error: unknown command \\"$*\\""
case "$2 $6" in
  '--namespace=builds buildkit') shift 7; exec env -i ${inside.join(' ')} "$@" ;;
  '--namespace=builds bare') fail 'error: OCI runtime exec failed: exec failed: unable to start container process: exec: "buildctl": executable file not found in $PATH: unknown' ;;
  '--namespace=builds silent') shift 7; exec env -i ${inside.join(' ')} BUILDKIT_HOST=unix:///no/such.sock "$@" ;;
  '--namespace=locked '*) fail "Error from server (Forbidden): pods \\"$6\\" is forbidden: User \\"octo\\" cannot get resource \\"pods\\"" ;;
  *) fail "Error from server (NotFound): pods \\"$6\\" not found" ;;
esac
`;
  writeFileSync(join(folder, 'kubectl'), script);
  chmodSync(join(folder, 'kubectl'), 0o755);
  writeFileSync(join(folder, 'config'), '');
  return {
    environment: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, KUBECONFIG: join(folder, 'config') },
  };
}
