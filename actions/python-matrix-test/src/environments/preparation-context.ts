import type { Installer } from './installer.ts';
import type { Budget } from './step.ts';
import type { Workplace } from './workplace.ts';

/** Where and with what things are made before any version's environment, and how long that may take. */
export interface PreparationContext {
  readonly workplace: Workplace;
  readonly installer: Installer;
  readonly budget: Budget;
}
