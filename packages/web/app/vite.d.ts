declare module 'virtual:react-router/server-build' {
  const build: import('react-router').ServerBuild
  export = build
}
declare module '*?inline' {
  const text: string
  export default text
}
declare module '*?url' {
  const address: string
  export default address
}
