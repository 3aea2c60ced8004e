import { about } from './zh/about.ts'
import { details } from './zh/details.ts'
import { errors } from './zh/errors.ts'
import { home } from './zh/home.ts'
import { matching } from './zh/matching.ts'
import { search } from './zh/search.ts'
import { shell } from './zh/shell.ts'
import { terms } from './zh/terms.ts'
import { tryIt } from './zh/tryIt.ts'

/** Every text of the interface in Chinese. Its shape is what the other languages must fill. */
export const zh = { shell, terms, errors, search, matching, details, home, tryIt, about }
export type Messages = typeof zh
