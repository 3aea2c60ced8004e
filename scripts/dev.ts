// `npm run dev`: the platform with its pages straight from their sources; an edit is seen at the next request.
import { readConfig, startServer } from '../packages/server/src/index.ts'
import { startSources } from '../packages/web/dev.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
const sources = await startSources()
const server = await startServer(readConfig(), {
  report: { step: (_name, run) => run(), progress: () => {}, note: say },
  sources,
})
say(`${server.url}  (Ctrl-C)`)
let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    if (isStopping) return
    isStopping = true
    await server.close()
    await sources.close()
  })
}
