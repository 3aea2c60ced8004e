import type { ReactNode } from 'react'
import { Page } from './Page.tsx'
import { Sections, type TextSection } from './Sections.tsx'

type Text = { readonly title: string; readonly lead: string; readonly sections: readonly TextSection[] }

/** A page to be read from top to bottom. */
export function TextPage({ of, children }: { readonly of: Text; readonly children?: ReactNode }) {
  return (
    <Page title={of.title} description={of.lead} crumbs={[]} type="article">
      <div className="narrow prose">
        <h1>{of.title}</h1>
        <p className="lead">{of.lead}</p>
        <Sections of={of.sections} />
        {children}
      </div>
    </Page>
  )
}
