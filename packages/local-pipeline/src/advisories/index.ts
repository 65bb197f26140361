export { advisories, type Advisory } from './advisories.ts';
export { startOsvService, type OsvService } from './osv-service.ts';
export { writeSafetyDatabase } from './safety-database.ts';
export { writeTrivyDatabase } from './trivy-database.ts';
