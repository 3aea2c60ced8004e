import { expect, test } from 'vitest'
import { settingsPage } from './settingsPage.ts'

test('docs/settings.md is what the schema of the settings says', async () => {
  await expect(settingsPage()).toMatchFileSnapshot('../docs/settings.md')
})
