import type { Messages } from '../zh.ts'

export const home: Messages['home'] = {
  title: 'What problem are you facing?',
  lead: 'Write it down in a sentence, best in Chinese as the offerings are, and see at once who might solve it, and why. No account; the text is not kept.',
  box: 'Your problem',
  example: 'Such as: our fresh rice noodles turn sticky by noon in summer; how do they keep a day longer',
  find: 'Find solutions',
  publish: 'Publish a need',
  steps: {
    title: 'From problem to solution in four steps',
    items: [
      { name: 'Say it', text: 'A sentence or a paragraph: how things are, and what you want to reach.' },
      {
        name: 'See matches',
        text: 'Each names the sentence that answers a part of your problem, and what is missing.',
      },
      { name: 'Talk', text: 'Identities open once both sides want it; a service steward stays with you.' },
      { name: 'Count results', text: 'An outcome counts when the side that was served confirms it.' },
    ],
    more: 'How matching works',
    note: 'The first two steps are open today; accounts, talks and confirmation are being built.',
  },
  figuresTitle: 'The figures right now',
  figuresDefinition: 'Definition',
  figuresOf: (value, of) => `${value} of ${of}`,
  figuresAt: (time) => `As of ${time} (Beijing time)`,
  figuresMore: 'How each figure is counted',
  figures: {
    offerings: {
      name: 'offerings available',
      definition:
        'Offerings that are public and available or in talks now; archived and unconfirmed ones do not count.',
    },
    needs: {
      name: 'public needs',
      definition:
        'Needs that are public now, contracted and solved ones included; withdrawn, expired and closed ones not.',
    },
    matched_needs: {
      name: 'matched needs',
      definition:
        'Public needs for which at least one “very relevant” offering was found, out of all public needs. A match is not yet a cooperation.',
    },
    people: { name: 'people', definition: 'Scientists, rural experts and technology managers with a public profile.' },
    organisations: {
      name: 'organisations',
      definition: 'Enterprises, universities, institutes, cooperatives and societies with a public profile.',
    },
  },
  newNeeds: 'Newest needs',
  newOfferings: 'Newest offerings',
  allNeeds: 'All needs',
  allOfferings: 'All offerings',
  fieldsTitle: 'By technical field',
  citiesTitle: 'By city',
  citiesNote: 'A schematic, not a surveyed map. The darker, the more public needs and offerings.',
  fieldNeeds: (needs) => `Needs: ${needs}`,
  fieldOfferings: (offerings) => `Offerings: ${offerings}`,
  cityCounts: (needs, offerings) => ` items: ${needs} needs, ${offerings} offerings`,
  empty: 'Nothing is public yet. Start with your own problem.',
}
