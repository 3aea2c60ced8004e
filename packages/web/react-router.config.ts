import type { Config } from '@react-router/dev/config'

export default {
  ssr: true,
  appDirectory: 'app',
  buildDirectory: process.env.KEYUN_WEB_BUILD ?? 'build',
  // No page needs to ask for further routes: pages are documents, and links load the next one.
  routeDiscovery: { mode: 'initial' },
} satisfies Config
