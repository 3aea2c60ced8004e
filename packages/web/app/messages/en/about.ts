import type { Messages } from '../zh.ts'

export const about: Messages['about'] = {
  about: {
    title: 'About this site',
    lead: 'Keyun is the science-and-technology market of a region: scientists and teams say what they can do, organisations and residents what they need, and each match comes with its reasons.',
    sections: [
      {
        title: 'What we try to solve',
        text: [
          'Stating a problem well is harder than listing achievements, and more useful. So this begins with needs: say the problem, see who might solve it, and read why.',
          'There are no rankings, no points, and no money is held here.',
        ],
      },
      {
        title: 'What you can do today',
        text: ['The public half is open:'],
        list: [
          'find solutions with a sentence or a paragraph, without an account, and see reasons and gaps;',
          'search offerings, needs, people and organisations by region, field, cooperation and more;',
          'read each item in full, with its matches;',
          'read all public data through the open API.',
        ],
      },
      {
        title: 'What is not there yet',
        text: [
          'Accounts, publishing online, talks, contracts, service stewards and fairs are being built. A button that you do not see is a feature that does not exist yet.',
        ],
      },
      {
        id: 'sample',
        title: 'Sample data and imported data',
        text: [
          'Items marked “Sample data” were written by this project for demonstration. Their organisations, people, numbers and achievements are invented and have nothing to do with real ones; do not contact or cite them.',
          'Items marked “Imported from …” come from the source named; their meaning was not changed and not verified here.',
          'An operator who starts in production mode loads no sample data.',
        ],
      },
      {
        title: 'Software and licence',
        text: ['Keyun is open-source software under Apache-2.0; every region can run its own.'],
      },
    ],
  },
  matching: {
    title: 'How matching works',
    lead: 'Every match shows its reasons: which part of the need met which sentence of the offering, and what was not found.',
    sections: [
      {
        title: '1. Reading the text',
        text: [
          'Traditional and simplified characters are unified; needs and offerings are cut into words and into pairs of neighbouring characters, and meaning learned from the texts of this platform brings together what is said differently.',
          'All of it happens on this server; no text is sent to any other service.',
        ],
      },
      {
        title: '2. Two questions, answered apart',
        text: ['They are never mixed into one score:'],
        list: [
          'Can it solve this? Does the offering speak of the problem, the targets and the limits, and are its values good enough?',
          'Do the terms fit? Cooperation, budget and price, maturity, region, time, freshness.',
        ],
      },
      {
        title: '3. Reasons',
        text: ['The need is taken apart into points, and each ends in one of four states:'],
        list: [
          'Reached: both sides give comparable values, and the offering’s is good enough;',
          'Mentioned: the offering says something about it, without a comparable value;',
          'Value not reached: both give values, and the offering’s falls short;',
          'Nothing found: the text does not say. That does not mean it cannot be done; ask.',
        ],
      },
      {
        title: '4. Silence costs nothing',
        text: ['Where a side does not state its price or time, that counts as neutral and is listed as “not stated”.'],
      },
      {
        title: 'What “very relevant”, “relevant” and “worth a look” mean',
        text: [
          'They are grades for ordering, not chances of success. They rest on how close the texts are; the system cannot know whether a text is true and vouches for nobody.',
          'Samples, imported items and items published here are matched in the same way. No place can be bought.',
        ],
      },
    ],
  },
  accessibility: {
    title: 'Accessibility',
    lead: 'This site is meant for everybody: with poor sight, with a keyboard, with a screen reader, with an old phone on a slow network.',
    sections: [
      {
        title: 'What we aim for',
        text: ['Public pages aim at WCAG 2.2 AA and follow GB/T 37668-2019 and the Chinese rules for elderly readers.'],
        list: [
          'Text of at least 16 pixels, 20 in large text; contrast of at least 4.5:1, and 7:1 in high contrast;',
          'everything works by keyboard, the focus is always visible, and the first link leads to the main content;',
          'no sideways scrolling at a width of 320 pixels;',
          'colour alone never carries a meaning, and every icon has words beside it;',
          'no pop-ups, nothing that plays by itself, no time limits, and everything works without scripts.',
        ],
      },
      {
        title: 'How it is checked',
        text: [
          'Before each release automatic checks run at the width of a phone, of a computer and in large text, and people look at pictures of the pages.',
        ],
      },
      {
        title: 'What we know to be weak',
        text: [
          'Items may use technical terms or unexplained abbreviations; we do not change what people wrote. Most items are in Chinese.',
          'Automatic checks do not replace people who use a screen reader. Please tell us where you get stuck.',
        ],
      },
    ],
  },
  privacy: {
    title: 'Privacy',
    lead: 'There are no accounts yet; this site does not need to know who you are.',
    sections: [
      {
        title: 'The problem you type',
        text: [
          'Text typed into “Describe a problem” is held in memory for that one match. It is not stored in the database and not logged.',
        ],
      },
      {
        title: 'Logs',
        text: [
          'The log keeps time, path, status and duration, to find faults; no search words, no form contents, no network addresses. Proxies or firewalls in front of this site may keep logs of their own, which the operator explains.',
        ],
      },
      {
        title: 'Cookies',
        text: [
          'Only when you choose large text or high contrast, a cookie named keyun_view keeps that choice for a year.',
        ],
      },
      { title: 'Third parties', text: ['Pages load no script, font, map or statistics of anybody else.'] },
      {
        title: 'People’s profiles',
        text: [
          'A profile shows name, organisation, expertise and introduction, never contact details. To have one corrected or taken down, please contact the operator.',
        ],
      },
    ],
  },
  preferences: {
    title: 'Display settings',
    lead: 'Read this site the way that suits you. No account needed.',
    care: { name: 'Large text', explain: 'Base size of 20 pixels, wider lines, larger buttons.' },
    contrast: { name: 'High contrast', explain: 'White on black; every text has a contrast of at least 7:1.' },
    on: 'on',
    off: 'off',
    kept: 'The choice is kept in a cookie of this browser for a year and holds nothing personal.',
  },
  figures: {
    title: 'Figures explained',
    lead: 'Each figure on this site says what it counts, out of how many, and when it was counted.',
    caption: 'The figures of the front page and what they count',
    columns: { name: 'Figure', value: 'Now', definition: 'Definition' },
    sections: [
      {
        title: 'When they are counted',
        text: [
          'Figures are counted in the database when the page is opened. Public pages may be cached for some minutes; the time of counting is shown.',
        ],
      },
      {
        title: 'Samples and imports count, too',
        text: [
          'On a demonstration site the figures include sample data; imported items count like those published here. The filter “Origin” tells them apart.',
        ],
      },
      {
        title: 'Why there is no contract value',
        text: [
          'An outcome counts only when the side that was served confirms it. Talks and contracts are not open yet, so there is nothing of that kind to publish.',
        ],
      },
    ],
  },
  siteMap: { title: 'Site map', lead: 'Everything on this site.', headings: ['Main pages', 'About and help'] },
  publish: {
    title: 'Publish a need',
    lead: 'Put your problem on a need card and let those who can solve it come to you.',
    notYet:
      'Publishing online needs an account; that is being built and cannot be used yet. Try a match first, or ask our staff to register your need.',
    sections: [
      {
        title: 'What to prepare',
        text: ['The more concrete, the easier to find the right people. Leave out what you do not have.'],
        list: [
          'Problem: what happens, and what it costs;',
          'Situation and what you tried: equipment, materials, processes, and what did not help;',
          'Targets: the values you want, with unit and test method;',
          'Deadline and budget: by when, and roughly how much, or negotiable;',
          'Cooperation and ownership: transfer, licence, joint or commissioned development, consulting, service;',
          'Constraints: space, environment, equipment that cannot change.',
        ],
      },
      {
        title: 'What will be public',
        text: [
          'A need has three tiers: public; for matched parties; after a signed non-disclosure agreement. Keep delicate details for the latter two and out of the title.',
        ],
      },
      {
        title: 'Many needs at once',
        text: ['The operator’s staff can import needs from a table (Excel, CSV).'],
      },
    ],
  },
  contact: {
    title: 'Contact',
    text: 'For questions, corrections or help with registering a need:',
    association:
      'the Association for Science and Technology (kexie) of your county. The operator has not given a contact of its own yet.',
  },
}
