export { keptFrom, withShortRef } from './format.ts';
export { readImages, type PublishedImage } from './images.ts';
export { shownName } from './job-title.ts';
export type {
  AlertReport,
  AnnotationReport,
  FileReport,
  JobReport,
  Outcome,
  RunReport,
  StepReport,
} from './run-report.ts';
export { putReportAside, writeReport } from './write-report.ts';
