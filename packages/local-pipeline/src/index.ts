export * from './report/index.ts';
export * from './services/index.ts';
