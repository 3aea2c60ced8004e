export type Section = {
  readonly id?: string
  readonly title: string
  readonly text: readonly string[]
  readonly list?: readonly string[]
}

/** Titled paragraphs, as the pages about the site are made of. */
export function Prose({ of }: { readonly of: readonly Section[] }) {
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
