import type { Language } from '@keyun/api'

/** Each language in its own words, for the link that changes it. */
export const languageNames: Record<Language, string> = { zh: '中文', en: 'English' }
