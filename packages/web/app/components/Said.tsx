import { useSurroundings } from '../portal/surroundings.tsx'
import { Marked } from './Marked.tsx'

const han = /\p{Script=Han}/u

type Props = {
  readonly text: string
  /** Words that another text shares, to be marked. */
  readonly shared?: readonly string[]
}

/** Text that people wrote, marked with its own language where that is not the page's. */
export function Said({ text, shared }: Props) {
  const { language } = useSurroundings()
  const shown = shared ? <Marked text={text} words={shared} /> : text
  return language === 'en' && han.test(text) ? <span lang="zh-CN">{shown}</span> : shown
}
