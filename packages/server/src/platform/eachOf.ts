/**
 * Does the same with each item, though some fail: one that cannot be moved must not stop those behind it. Throws what
 * failed at the end, so that the job is seen and tried again; returns how many were done.
 */
export async function eachOf(ids: readonly string[], act: (id: string) => Promise<void>): Promise<number> {
  const failures: unknown[] = []
  for (const id of ids) {
    await act(id).catch((error) => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${ids.length} failed`)
  return ids.length
}
