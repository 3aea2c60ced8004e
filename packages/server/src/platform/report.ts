/** Tells the person at the terminal how a long start or job is going. */
export interface Report {
  /** Runs one step and says how long it took. */
  step<T>(name: string, run: () => Promise<T>): Promise<T>
  /** `done` of `total` of what `name` names; the same name again moves the same bar. */
  progress(name: string, done: number, total: number): void
  /** One sentence worth knowing. */
  note(text: string): void
}

/** Says nothing: for tests, and commands whose output is read by programs. */
export const silent: Report = {
  step: (_name, run) => run(),
  progress: () => {},
  note: () => {},
}
