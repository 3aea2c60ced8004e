import type { Messages } from '../zh.ts'

export const tryIt: Messages['tryIt'] = {
  title: 'Describe a problem, find solutions',
  lead: 'Write down the problem; it is matched by meaning with the public offerings, each with why it fits and what is missing.',
  hint: '4 to 4000 characters, best in Chinese as the offerings are. How things are, the values you want and your limits make the result sharper.',
  notStored: 'The text is used for this one match, neither stored nor logged.',
  notReady:
    'The matching index is being built, usually for less than a minute. Your text is still above; please press the button again soon.',
  found: (count) =>
    count === 0
      ? 'No offering is close enough'
      : count === 1
        ? 'One offering that may help'
        : `${count} offerings that may help`,
  nearest: 'Nothing certain was found; these are the nearest',
  nearestAdvice:
    'They may not help. Try more common words, or add crop, material, process and the values you want; or publish your problem as a need.',
  howToRead:
    'Whether it can solve the problem and whether the terms fit are two questions. All quotes come from the offering’s own public text, which nobody here has verified.',
  none: 'No public offering comes close enough to this problem.',
  noneAdvice:
    'The offerings are written in Chinese: a problem in Chinese, even a machine translation, finds far more. Use more common words, or add materials, processes, equipment and the values you want. Published as a need, it waits for new offerings.',
  why: 'Why this one, and what is missing',
  by: 'Offered by',
  similar: 'Similar needs of others',
  next: {
    title: 'What next',
    text: 'Open an offering to read it in full; to be found yourself, publish the problem as a need.',
  },
}
