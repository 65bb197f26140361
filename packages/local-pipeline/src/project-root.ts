import { resolve } from 'node:path';

/** The folder of this project, absolute. */
export const projectRoot = resolve(import.meta.dirname, '..', '..', '..');
