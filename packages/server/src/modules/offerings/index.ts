export { offeringRoutes } from './routes.ts'
export { act as actOnOffering, get as getOffering, type Incoming, receive, runClock, takeBack } from './service.ts'
export { insertStudios, list, listCards, tally } from './store.ts'
export { offeringWorkflow } from './workflow.ts'
