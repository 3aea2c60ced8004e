import type { ReadinessLevel } from '@keyun/api'
import { files } from './files.ts'

/** The nine levels, from principle to regular use, in our own wording. */
export const readinessLevels: readonly ReadinessLevel[] = files.readiness.levels.map((row) => ({
  scheme: 'trl',
  level: row.level,
  name: { zh: row.zh, en: row.en },
  detail: { zh: row.detailZh, en: row.detailEn },
}))
