/** Characters of a card's summary. */
const summaryLength = 120

/** The first characters of a text, never half of one, with an ellipsis where something is left out. */
export function beginning(text: string): string {
  const characters = [
    ...text
      .slice(0, summaryLength * 4)
      .replace(/\s+/g, ' ')
      .trim(),
  ]
  return characters.length <= summaryLength
    ? characters.join('')
    : `${characters.slice(0, summaryLength - 1).join('')}…`
}
