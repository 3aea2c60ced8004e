export { createKeyun, reactionsOf, tasks } from './app.ts'
export { type Config, readConfig, readSecret, SettingsError } from './config.ts'
export { type Awaited, awaitMatching, knowReactions } from './jobsHere.ts'
export { type Server, startServer } from './main.ts'
export * as imports from './modules/imports/index.ts'
export { actOnNeed, getNeed } from './modules/needs/index.ts'
export { actOnOffering, getOffering } from './modules/offerings/index.ts'
export {
  dayIn,
  fields as fieldTree,
  industries as industryTree,
  loadRegions,
  regions as regionTree,
} from './modules/reference/index.ts'
export { liveIndex } from './modules/search/index.ts'
export { type Opened, openKeyun } from './open.ts'
export { type JobRow, listJobs, retryJob, someoneRunsJobs } from './platform/jobs.ts'
export { OperatorError } from './platform/operatorError.ts'
export { acquirePostgres, databaseFolder, releaseEveryPostgres } from './platform/postgres/index.ts'
export { Refusal } from './platform/problems.ts'
export { type Report, silent } from './platform/report.ts'
