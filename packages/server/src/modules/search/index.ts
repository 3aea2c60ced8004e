export { buildInWorker } from './build.ts'
export {
  documentsAfter,
  documentsOf,
  type NeedDocument,
  needText,
  type OfferingDocument,
  offeringText,
  toDoc,
} from './documents.ts'
export { type LiveIndex, liveIndex } from './live.ts'
export { searchRoutes } from './routes.ts'
