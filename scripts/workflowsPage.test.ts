import { expect, test } from 'vitest'
import { workflowsPage } from './workflowsPage.ts'

test('docs/workflows.md is what the tables of steps say', async () => {
  await expect(workflowsPage()).toMatchFileSnapshot('../docs/workflows.md')
})
