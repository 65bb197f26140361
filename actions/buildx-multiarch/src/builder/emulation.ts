import { childEnvironment, info, runProcess } from '@data-profiler-actions/action-kit';
import { startBuilder, type Builder } from './builder.ts';

/** BuildKit's own installer of QEMU for binfmt_misc; it needs a Docker engine that may run privileged containers. */
const installer = 'tonistiigi/binfmt:latest';

/**
 * A container builder shares the machine's emulators: those for platforms it lacks are registered through Docker. Where that does not
 * work the builder stays as it is, and preflight names what it cannot build.
 */
export async function withEmulation(builder: Builder, platforms: readonly string[]): Promise<Builder> {
  const missing = platforms.filter((platform) => !builder.platforms.includes(platform));
  if (missing.length === 0 || builder.driver !== 'docker-container') return builder;
  const architectures = missing.map((platform) => platform.split('/')[1] ?? '').join(',');
  const args = ['run', '--privileged', '--rm', installer, '--install', architectures];
  const { buildx } = builder;
  const result = await runProcess({
    command: 'docker',
    args,
    env: childEnvironment(buildx.env),
    timeoutMs: 180_000,
    signal: buildx.signal,
  });
  if (result.outcome !== 'exited' || result.exitCode !== 0) {
    info(
      `Emulation for ${missing.join(', ')} could not be registered: ${result.output.trim().slice(-500) || result.reason}`,
    );
    return builder;
  }
  info(`Registered emulation for ${missing.join(', ')}.`);
  const inspected = await startBuilder(buildx, builder.name);
  return typeof inspected === 'string' ? builder : { ...builder, ...inspected };
}
