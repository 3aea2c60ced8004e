export { needRoutes } from './routes.ts'
export { act as actOnNeed, get as getNeed, type Incoming, receive, runClock, takeBack } from './service.ts'
export { list, listCards, tally } from './store.ts'
export { needWorkflow } from './workflow.ts'
