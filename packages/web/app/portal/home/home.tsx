import { Page } from '../../components/Page.tsx'
import { useMessages } from '../surroundings.tsx'

export default function Soon() {
  const t = useMessages()
  return (
    <Page title={t.about.preferences.title}>
      <h1>{t.about.preferences.title}</h1>
    </Page>
  )
}
