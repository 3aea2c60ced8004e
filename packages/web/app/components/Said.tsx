import { useSurroundings } from '../portal/surroundings.tsx'

const han = /\p{Script=Han}/u

/** Text that people wrote, marked with its own language where that is not the page's. */
export function Said({ text }: { readonly text: string }) {
  const { language } = useSurroundings()
  return language === 'en' && han.test(text) ? <span lang="zh-CN">{text}</span> : text
}
