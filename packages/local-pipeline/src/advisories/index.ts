export { advisories, otherAdvisories, type Advisory, type OtherAdvisory } from './advisories.ts';
export { startOsvService, type OsvService } from './osv-service.ts';
export { writeSafetyDatabase } from './safety-database.ts';
export { writeTrivyDatabase } from './trivy-database.ts';
