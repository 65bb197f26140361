export { readImages, type PublishedImage } from './images.ts';
export type {
  AlertReport,
  AnnotationReport,
  FileReport,
  JobReport,
  Outcome,
  RunReport,
  StepReport,
} from './run-report.ts';
export { writeReport } from './write-report.ts';
