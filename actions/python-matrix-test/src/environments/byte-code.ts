import { mkdir, readdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of a standard library that are not its own, or whose modules hardly any test imports. */
const leftOut =
  /^(__pycache__|(site|dist)-packages|tests?|config-.*|lib-dynload|curses|dbm|distutils|encodings|ensurepip|idlelib|lib2to3|macholib|msilib|pydoc_data|tkinter|turtledemo|wsgiref|xmlrpc)$/;

/** Of byte code: a module of less is compiled about as fast as it is linked. */
const leastBytes = 10_000;

/**
 * Lays the byte code of a Python's standard library where `prefix` (PYTHONPYCACHEPREFIX) makes it look for it, so that it need not compile it anew: as
 * links, which Python replaces where they are stale. What cannot be linked is compiled.
 */
export async function linkByteCode(library: string, prefix: string): Promise<void> {
  // Links need a right of their own on Windows, and drives are spelled otherwise there.
  if (process.platform === 'win32') return;
  // Byte code saves time and nothing else.
  await linkFolder(library, join(prefix, library)).catch(() => undefined);
}

async function linkFolder(folder: string, to: string): Promise<void> {
  const [entries] = await Promise.all([readdir(folder, { withFileTypes: true }), mkdir(to, { recursive: true })]);
  const below = entries.filter((entry) => entry.isDirectory() && !leftOut.test(entry.name));
  const compiled = entries.some(({ name }) => name === '__pycache__') ? join(folder, '__pycache__') : '';
  const files = compiled ? await worthwhile(compiled) : [];
  await Promise.all([
    ...files.map((file) => symlink(join(compiled, file), join(to, file))),
    ...below.map(({ name }) => linkFolder(join(folder, name), join(to, name))),
  ]);
}

/** The files that save time, without those for `-O`, which no test runs under. */
async function worthwhile(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => /^[^.]+\.[^.]+\.pyc$/.test(file));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  return files.filter((_, index) => (sizes[index] ?? 0) >= leastBytes);
}
