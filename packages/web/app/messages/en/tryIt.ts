import type { Messages } from '../zh.ts'

export const tryIt: Messages['tryIt'] = { title: 'Describe a problem, find solutions' }
