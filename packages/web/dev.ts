import { createServer } from 'vite'

/** The pages straight from their sources, in the process of the server: one port, edits seen at the next request. */
export async function startSources() {
  process.env.NODE_ENV = 'development'
  const vite = await createServer({
    root: import.meta.dirname,
    cacheDir: '../../node_modules/.vite',
    server: { middlewareMode: true, ws: false },
    appType: 'custom',
  })
  return {
    middlewares: vite.middlewares,
    handle: async (request: Request, host: unknown): Promise<Response> => {
      const { handle } = await vite.ssrLoadModule('/app/handler.ts')
      return handle(request, host)
    },
    close: () => vite.close(),
  }
}
