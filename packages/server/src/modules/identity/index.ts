export { identityRoutes } from './routes.ts'
export {
  counts,
  inOrder,
  insertOrganisations,
  insertPeople,
  insertTeams,
  listOrganisations,
  listPeople,
  newestOrganisations,
  newestPeople,
  teamsOf,
  toOrigin,
} from './store.ts'
