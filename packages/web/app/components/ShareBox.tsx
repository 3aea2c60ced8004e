import { localised } from '../portal/context.ts'
import { useMessages, useSurroundings } from '../portal/surroundings.tsx'
import { QrCode } from './QrCode.tsx'

/** The page's own address, for a phone, a messenger and paper. */
export function ShareBox() {
  const t = useMessages()
  const { language, settings, path } = useSurroundings()
  const address = settings.publicUrl + localised(language, path)
  const { title, qr, scan } = t.details.share
  return (
    <section className="box share" aria-labelledby="share">
      <h2 id="share">{title}</h2>
      <QrCode of={address} label={qr} />
      <div>
        <p className="hint no-print">{scan}</p>
        <p className="address">{address}</p>
        {/* The script that copies also shows the button. */}
        <button type="button" className="button quiet" hidden data-copy={address} data-copied={t.shell.copied}>
          {t.shell.copyLink}
        </button>
      </div>
    </section>
  )
}
