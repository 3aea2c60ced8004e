/** A thing in the words of schema.org; undefined members are left out. */
export type Thing = Readonly<Record<string, unknown>>

/** Structured data for search engines. A data block: browsers never run it, so the policy against inline script allows it. */
export function JsonLd({ of }: { readonly of: Thing }) {
  const json = jsonForHtml({ '@context': 'https://schema.org', ...of })
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON in which nothing can end the element
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
}

/** JSON that cannot leave a script element: `</script` and `<!--` both begin with `<`. */
export const jsonForHtml = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
