import type { Messages } from '../zh.ts'

export const about: Messages['about'] = {
  preferences: {
    title: 'Display settings',
    lead: 'Read this site the way that suits you. No account needed.',
    care: { name: 'Large text', explain: 'Base size of 20 pixels, wider lines, larger buttons.' },
    contrast: { name: 'High contrast', explain: 'White on black; every text has a contrast of at least 7:1.' },
    on: 'on',
    off: 'off',
    kept: 'The choice is kept in a cookie of this browser for a year and holds nothing personal.',
  },
}
