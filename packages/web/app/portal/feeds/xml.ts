/** Text as XML content or attribute value: escaped, and without what XML 1.0 cannot hold (control characters, lone surrogates). */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(unwritable, '')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

// XML 1.0, production 2: everything but these.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** A feed or a map of the site changes with every new item; caches may keep it for some minutes. */
export function file(body: string, type: string): Response {
  return new Response(body, {
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=300' },
  })
}

export const xmlDocument = (body: string, type = 'application/xml') =>
  file(`<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`, type)
