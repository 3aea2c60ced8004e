import { Contact } from '../../components/Contact.tsx'
import { TextPage } from '../../components/TextPage.tsx'
import { useMessages } from '../surroundings.tsx'

export default function Privacy() {
  const t = useMessages()
  return (
    <TextPage of={t.about.privacy}>
      <Contact />
    </TextPage>
  )
}
