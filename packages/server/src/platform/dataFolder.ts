import fs from 'node:fs'

/**
 * Makes the data folder, private to this user. Root's can be passed through (not listed), because PostgreSQL refuses to
 * run as root and must reach its own folder inside.
 */
export function prepareDataFolder(dataDir: string): void {
  if (fs.existsSync(dataDir)) return
  fs.mkdirSync(dataDir, { recursive: true })
  fs.chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700)
}
