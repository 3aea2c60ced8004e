import { needWorkflow } from '../packages/server/src/modules/needs/index.ts'
import { offeringWorkflow } from '../packages/server/src/modules/offerings/index.ts'
import { diagram } from '../packages/server/src/platform/workflow.ts'

/** The page of all workflows as diagrams, from the rows that the services check. */
export function workflowsPage(): string {
  return [
    '# 流程 Workflows',
    '',
    'Made from the tables that the services check; do not edit it, run `npx vitest run scripts -u`. Who takes a step stands in brackets.',
    '',
    ...section('所需 Need', diagram(needWorkflow.steps)),
    ...section('所能 Offering', diagram(offeringWorkflow.steps)),
  ].join('\n')
}

function section(title: string, text: string): string[] {
  return [`## ${title}`, '', '```mermaid', text, '```', '']
}
