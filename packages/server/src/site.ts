import type { Config } from './config.ts'
import type { SiteSettings } from './platform/web.ts'

/** What the pages say of the site itself. */
export function siteSettings(config: Config, publicUrl: string): SiteSettings {
  const { site } = config
  return {
    siteName: { zh: site.name ?? '科云', en: site.nameEnglish ?? site.name ?? 'Keyun' },
    publicUrl,
    organiser: site.organiser ? { zh: site.organiser, en: site.organiserEnglish ?? site.organiser } : null,
    icp: site.icp ?? null,
    police: site.police ?? null,
    helpPhone: site.helpPhone ?? null,
    helpMail: site.helpMail ?? null,
    isDemo: config.mode === 'demo',
  }
}
