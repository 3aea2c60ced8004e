import { homeApi } from '@keyun/api'
import { Page } from '../../components/Page.tsx'
import { Sections } from '../../components/Sections.tsx'
import type { Args, Props } from '../context.ts'
import { useMessages, useSurroundings } from '../surroundings.tsx'

export const loader = async ({ context }: Args) => (await context.call(homeApi.home, {})).figures

/** Every figure of the front page: its value, what it counts, and of how many. */
export default function Figures({ loaderData: figures }: Props<typeof loader>) {
  const t = useMessages()
  const { language } = useSurroundings()
  const { title, lead, caption, columns, sections } = t.about.figures
  const number = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en')
  return (
    <Page title={title} description={lead} crumbs={[]}>
      <div className="narrow prose">
        <h1>{title}</h1>
        <p className="lead">{lead}</p>
        <table>
          <caption className="unseen">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.value}</th>
              <th scope="col">{columns.definition}</th>
            </tr>
          </thead>
          <tbody>
            {figures.map(({ code, value, of }) => (
              <tr key={code}>
                <th scope="row">{t.home.figures[code].name}</th>
                <td>
                  {of === null ? number.format(value) : t.home.figuresOf(number.format(value), number.format(of))}
                </td>
                <td>{t.home.figures[code].definition}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Sections of={sections} />
      </div>
    </Page>
  )
}
