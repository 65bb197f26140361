export { startServices, type ServiceOptions, type Services } from './start-services.ts';
export type { Alert, Upload } from './api/code-scanning.ts';
export type { Fault } from './faults.ts';
export type { JournalEntry } from './journal.ts';
export type { Deployment } from './api/deployments.ts';
export type { EarlierRun, RepositoryState } from './api/repository-reads.ts';
