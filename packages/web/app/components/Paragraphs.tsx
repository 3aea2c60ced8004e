import { Said } from './Said.tsx'

/** Text that people wrote, with their own paragraphs. */
export function Paragraphs({ text }: { readonly text: string }) {
  const paragraphs = text.split(/\n+/).filter((paragraph) => paragraph.trim() !== '')
  return paragraphs.map((paragraph, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text does not change while it is shown
    <p key={index}>
      <Said text={paragraph} />
    </p>
  ))
}
