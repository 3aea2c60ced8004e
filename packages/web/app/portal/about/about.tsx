import { Contact } from '../../components/Contact.tsx'
import { TextPage } from '../../components/TextPage.tsx'
import { useMessages } from '../surroundings.tsx'

export default function About() {
  const t = useMessages()
  return (
    <TextPage of={t.about.about}>
      <Contact />
    </TextPage>
  )
}
