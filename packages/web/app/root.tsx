import type { Problem } from '@keyun/api'
import type { ReactNode } from 'react'
import { data, isRouteErrorResponse, Outlet, useRouteError } from 'react-router'
import { ErrorPage } from './components/ErrorPage.tsx'
import enhance from './enhance.js?url'
import icon from './icon.svg?url'
import type { Args } from './portal/context.ts'
import { useSurroundings } from './portal/surroundings.tsx'
import critical from './styles/critical.css?inline'
import print from './styles/print.css?url'

/** A request that was refused at the door still gets a page. */
export function loader({ context }: Args) {
  if (context.refused) throw data(context.refused, { status: context.refused.status })
  return null
}

export function Layout({ children }: { children: ReactNode }) {
  const { language, preferences } = useSurroundings()
  return (
    <html
      lang={language === 'zh' ? 'zh-CN' : 'en'}
      data-care={preferences.care ? '' : undefined}
      data-contrast={preferences.contrast ? '' : undefined}
    >
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" href={icon} type="image/svg+xml" />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own sheet, which the policy knows by its hash */}
        <style dangerouslySetInnerHTML={{ __html: critical }} />
        <link rel="stylesheet" href={print} media="print" />
        <script src={enhance} defer />
      </head>
      <body>{children}</body>
    </html>
  )
}

export default function Root() {
  return <Outlet />
}

export function ErrorBoundary() {
  const error = useRouteError()
  if (!isRouteErrorResponse(error)) return <ErrorPage status={500} />
  return <ErrorPage status={error.status} problem={isProblem(error.data) ? error.data : undefined} />
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'type' in value && 'status' in value
