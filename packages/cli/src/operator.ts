import os from 'node:os'

/** Whoever runs the command, by the name of the account on this machine. */
export function operator() {
  let name = 'command line'
  try {
    name = os.userInfo().username
  } catch {
    // An account without an entry (a container's) has no name.
  }
  return { kind: 'operator', name } as const
}
