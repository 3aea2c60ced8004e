export { type Config, readConfig, readSecret, SettingsError } from './config.ts'
export { OperatorError } from './platform/operatorError.ts'
export { acquirePostgres, databaseFolder, releaseEveryPostgres } from './platform/postgres/index.ts'
export { type Report, silent } from './platform/report.ts'
