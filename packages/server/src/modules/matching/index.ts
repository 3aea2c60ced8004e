export { matchingReactions, matchingTasks } from './reactions.ts'
export { matchingRoutes } from './routes.ts'
export { getRun, requestRun } from './service.ts'
export { countMatchedNeeds } from './store.ts'
