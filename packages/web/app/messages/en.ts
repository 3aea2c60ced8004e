import { about } from './en/about.ts'
import { details } from './en/details.ts'
import { errors } from './en/errors.ts'
import { home } from './en/home.ts'
import { matching } from './en/matching.ts'
import { search } from './en/search.ts'
import { shell } from './en/shell.ts'
import { terms } from './en/terms.ts'
import { tryIt } from './en/tryIt.ts'
import type { Messages } from './zh.ts'

export const en: Messages = { shell, terms, errors, search, matching, details, home, tryIt, about }
