/** What BuildKit's emulators (tonistiigi/binfmt) run on Linux, beside the machine's own architecture. */
const emulated = ['386', 'amd64', 'arm', 'arm64', 'loong64', 'mips64le', 'ppc64le', 'riscv64', 's390x'];

/** Whether a Linux runner can build for the platform, natively or by emulation. */
export function isEmulatable(platform: string): boolean {
  const [system = '', architecture = ''] = platform.split('/');
  return system === 'linux' && emulated.includes(architecture);
}
