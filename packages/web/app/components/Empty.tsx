import type { ReactNode } from 'react'

/** Nothing to show: says why and what to do instead. */
export function Empty({ say, children }: { readonly say: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p>
        <strong>{say}</strong>
      </p>
      {children}
    </div>
  )
}
