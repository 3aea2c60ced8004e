export type TextSection = {
  readonly id?: string
  readonly title: string
  readonly text: readonly string[]
  readonly list?: readonly string[]
}

/** Titled paragraphs, as the pages about the site are made of. */
export function Sections({ of }: { readonly of: readonly TextSection[] }) {
  return of.map(({ id, title, text, list }) => (
    <section key={title} id={id}>
      <h2>{title}</h2>
      {text.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {list && (
        <ul>
          {list.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )}
    </section>
  ))
}
