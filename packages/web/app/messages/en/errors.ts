import type { Messages } from '../zh.ts'

export const errors: Messages['errors'] = {
  byStatus: {
    400: {
      title: 'We did not understand this request',
      explain:
        'Something in the address or the form means nothing here; the link may be incomplete. Check it, or start again below.',
    },
    403: {
      title: 'You may not enter here',
      explain: 'Whoever you are here may not see or do this. If that seems wrong, please contact us.',
    },
    404: {
      title: 'There is no such page',
      explain: 'The address may be mistyped, or the item was never public. Try a search, or one of the entries below.',
    },
    405: { title: 'This page does not take that', explain: 'Please go back and try again.' },
    409: {
      title: 'This has just changed',
      explain: 'Somebody changed it after you opened the page. Reload it and try again.',
    },
    410: {
      title: 'This item has been taken down',
      explain:
        'It was public once and has been withdrawn, has expired or was archived. Similar items are a search away.',
    },
    413: { title: 'That was too much', explain: 'Please shorten the text and send it again.' },
    414: {
      title: 'The address is too long',
      explain: 'Search with fewer words; longer descriptions go into the box on the home page.',
    },
    429: { title: 'Too many requests', explain: 'Please wait a minute and try again.' },
    500: {
      title: 'Something broke on our side',
      explain: 'You did nothing wrong. Our log has kept this fault; please give the number below when you report it.',
    },
    503: {
      title: 'Many people are here right now',
      explain: 'Reload in some seconds. Nothing you sent will be processed twice.',
    },
  },
  other: { title: 'That did not work', explain: 'Please go back and try again, or start again below.' },
  number: (id) => `Number: ${id}`,
  code: (status) => `Status ${status}`,
  search: 'Search',
  elsewhere: 'Where to go from here',
  refused: 'One thing needs to be changed',
  parts: 'What we did not understand',
  tooShort: (min) => `Please write at least ${min} characters: what is the problem?`,
  tooLong: (max) => `At most ${max} characters; please shorten it.`,
  unreadable: 'The text holds characters that cannot be read; please remove them.',
}
