import type { Target } from '@keyun/api'
import { Said } from '../../components/Said.tsx'
import { useMessages } from '../surroundings.tsx'

/** Target indicators as a table that still fits a phone. */
export function Targets({ of }: { readonly of: readonly Target[] }) {
  const t = useMessages()
  const words = t.details.need
  const hasMethods = of.some(({ method }) => method)
  return (
    <table className="targets">
      <thead>
        <tr>
          <th scope="col">{words.target}</th>
          <th scope="col">{words.required}</th>
          {hasMethods && <th scope="col">{words.method}</th>}
        </tr>
      </thead>
      <tbody>
        {of.map((target) => (
          <tr key={`${target.name} ${target.comparator} ${target.value}`}>
            <th scope="row">
              <Said text={target.name} />
              <span className="hint"> {target.must ? words.must : words.wish}</span>
            </th>
            <td className="amount">
              <Said text={required(target)} />
            </td>
            {hasMethods && <td>{target.method ? <Said text={target.method} /> : '–'}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** `≤ 8 %`, `15–25 kPa`: the number as people write it, with its unit, never broken in between. */
export function required({ comparator, value, maxValue, unit }: Target): string {
  const number =
    comparator === 'range' ? `${plain(value)}–${plain(maxValue ?? value)}` : `${comparator}\u00a0${plain(value)}`
  return unit ? `${number}\u00a0${unit}` : number
}

/** Digits in groups from five digits on, and never an exponent. */
const plain = (value: number) =>
  value.toLocaleString('en', { maximumFractionDigits: 6, useGrouping: Math.abs(value) >= 10_000 })
