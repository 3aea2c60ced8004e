import { Link } from '../../components/Link.tsx'
import { TextPage } from '../../components/TextPage.tsx'
import { useMessages } from '../surroundings.tsx'

export default function Matching() {
  const t = useMessages()
  return (
    <TextPage of={t.about.matching}>
      <p className="choices">
        <Link className="button" to="/try">
          {t.search.noneTry}
        </Link>
      </p>
    </TextPage>
  )
}
