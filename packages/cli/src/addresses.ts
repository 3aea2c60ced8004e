import os from 'node:os'

// Bridges of containers, virtual machines and tunnels: a phone cannot reach them.
const virtual = /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|zt|tailscale|cni|flannel)/

/** The address under which a phone in the same network reaches this machine; undefined when there is none. */
export function networkAddress(): string | undefined {
  const candidates = Object.entries(os.networkInterfaces())
    .filter(([name]) => !virtual.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
    .map(({ address }) => address)
  return candidates.find((address) => /^(192\.168|10|172\.(1[6-9]|2\d|3[01]))\./.test(address)) ?? candidates[0]
}
