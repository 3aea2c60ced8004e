import { redirect } from 'react-router'
import { Page } from '../../components/Page.tsx'
import { Tag } from '../../components/Tag.tsx'
import { localPath } from '../address.ts'
import { type Args, type Preferences as Chosen, viewCookie } from '../context.ts'
import { readFields } from '../form.ts'
import { useAddress, useMessages, useSurroundings } from '../surroundings.tsx'

const yearSeconds = 365 * 24 * 3600

/** Keeps the choice in a cookie and goes back to the page it was made on. Only a post changes anything. */
export async function action({ request, context }: Args): Promise<Response> {
  const fields = await readFields(request)
  const chosen: Chosen = {
    care: fields.care === undefined ? context.preferences.care : fields.care === '1',
    contrast: fields.contrast === undefined ? context.preferences.contrast : fields.contrast === '1',
  }
  const value = [chosen.care && 'care', chosen.contrast && 'contrast'].filter(Boolean).join('.')
  const attributes = [
    `${viewCookie}=${value}`,
    'Path=/',
    `Max-Age=${value ? yearSeconds : 0}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(context.settings.publicUrl.startsWith('https:') ? ['Secure'] : []),
  ]
  const back = localPath(fields.back) ?? context.address('/preferences')
  return redirect(back, { status: 303, headers: { 'set-cookie': attributes.join('; '), 'cache-control': 'no-store' } })
}

export default function Preferences() {
  const t = useMessages()
  const address = useAddress()
  const { preferences } = useSurroundings()
  const { title, lead, care, contrast, on, off, kept } = t.about.preferences
  return (
    <Page title={title} crumbs={[]} isUnlisted>
      <div className="narrow">
        <h1>{title}</h1>
        <p className="lead">{lead}</p>
        {(['care', 'contrast'] as const).map((name) => (
          <form key={name} method="post" action={address('/preferences')} className="setting">
            <p>
              <strong>{name === 'care' ? care.name : contrast.name}</strong>{' '}
              <Tag tone={preferences[name] ? 'accent' : 'plain'}>{preferences[name] ? on : off}</Tag>
              <br />
              <span className="hint">{name === 'care' ? care.explain : contrast.explain}</span>
            </p>
            <button type="submit" className="button quiet" name={name} value={preferences[name] ? '0' : '1'}>
              {t.shell[preferences[name] ? (`${name}Off` as const) : name]}
            </button>
          </form>
        ))}
        <p className="hint">{kept}</p>
      </div>
    </Page>
  )
}
