import { Refusal } from '../../platform/problems.ts'

/** Why a whole file cannot be read, as a code; the sentence is for logs and APIs, the command line words it itself. */
const sentences = {
  'empty-file': 'The file is empty.',
  'too-large': 'The file is too large.',
  'too-many-rows': 'The file has too many rows.',
  'too-many-columns': 'The file has too many columns.',
  'no-rows': 'The file has a header and no rows.',
  'old-excel': 'Files of Excel 97-2003 (.xls) are not read. Save it as .xlsx.',
  'locked-workbook': 'The workbook has a password. Save it without one.',
  'not-a-workbook': 'The file is a ZIP archive, but not an .xlsx workbook.',
  'broken-workbook': 'The workbook is damaged.',
  'workbook-too-large': 'The workbook would unpack to more than can be read.',
  binary: 'The file is not text.',
  encoding: 'The text is neither UTF-8 nor GB18030.',
  'json-array': 'The file is one JSON array. Give one object a line (JSONL).',
  'no-title-column': 'No column was recognised as the title.',
  'unknown-column': 'The file has no such column.',
  'unknown-field': 'There is no such field.',
} as const
export type FileProblem = keyof typeof sentences

export class FileRefusal extends Refusal {
  readonly problem: FileProblem
  /** What the sentence is about: column names, a limit. */
  readonly about: string
  constructor(problem: FileProblem, about = '') {
    super('unprocessable', `import/${problem}`, [sentences[problem], about].filter(Boolean).join(' '))
    this.problem = problem
    this.about = about
  }
}
