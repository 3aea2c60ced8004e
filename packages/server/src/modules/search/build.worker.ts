import { parentPort, workerData } from 'node:worker_threads'
import { type Connection, openDatabase } from '../../platform/database.ts'
import { buildSegments, type WorkerMessage } from './build.ts'

const { connection } = workerData as { connection: Connection } // given by buildInWorker
const database = openDatabase(connection, { size: 2, statementTimeoutMs: 0, name: 'keyun index' })
const tell = (message: WorkerMessage) => parentPort?.postMessage(message)
try {
  tell({ type: 'built', built: await buildSegments(database, (progress) => tell({ type: 'progress', progress })) })
} finally {
  await database.close()
}
