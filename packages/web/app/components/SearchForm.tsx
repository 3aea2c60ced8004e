import { useAddress, useMessages } from '../portal/surroundings.tsx'
import { Icon } from './Icon.tsx'

type Props = {
  /** The list that is searched, such as `/offerings`. */
  readonly action: string
  readonly words?: string
  readonly placeholder?: string
  /** Filters and sort that a new search keeps. */
  readonly keep?: Readonly<Record<string, string>>
}

/** Where nothing is in the way: a box and a button; the words land in the address. */
export function SearchForm({ action, words = '', placeholder, keep = {} }: Props) {
  const t = useMessages()
  return (
    <search>
      <form className="search" action={useAddress()(action)} method="get">
        <input
          type="search"
          name="q"
          defaultValue={words}
          maxLength={200}
          placeholder={placeholder}
          aria-label={t.search.box}
          enterKeyHint="search"
          autoComplete="off"
          data-suggest
        />
        {Object.entries(keep).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button className="button" type="submit">
          <Icon name="search" />
          {t.search.submit}
        </button>
      </form>
    </search>
  )
}
