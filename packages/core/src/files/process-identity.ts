import {readFileSync, readlinkSync} from 'node:fs'
import {hostname} from 'node:os'
import {codeOf} from './file-errors.js'

/** Enough to tell a process from every other one, on this machine and on those that share its home directory. */
export interface ProcessIdentity {
  readonly host: string
  readonly pid: number
  /** In clock ticks since the boot, so that a reused pid is not mistaken; null where there is no /proc. */
  readonly startTime: string | null
  /** null where there is no /proc. */
  readonly bootId: string | null
  /** Containers may share host name and boot id, and still count their processes each for itself. */
  readonly pidNamespace: string | null
}

export function thisProcess(): ProcessIdentity {
  return {
    host: hostname(),
    pid: process.pid,
    startTime: startTimeOf(process.pid),
    bootId: bootId(),
    pidNamespace: pidNamespace(),
  }
}

/** `elsewhere`: on a machine or in a container whose processes cannot be seen from here. */
export function whereabouts(other: ProcessIdentity): 'alive' | 'dead' | 'elsewhere' {
  if (other.host !== hostname()) return 'elsewhere'
  const boot = bootId()
  if (boot !== null && other.bootId !== null && boot !== other.bootId) return 'dead'
  const namespace = pidNamespace()
  if (namespace !== null && other.pidNamespace !== null && namespace !== other.pidNamespace) return 'elsewhere'
  if (!answers(other.pid)) return 'dead'
  const startTime = startTimeOf(other.pid)
  return startTime !== null && other.startTime !== null && startTime !== other.startTime ? 'dead' : 'alive'
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH' // EPERM: it lives, and is someone else's
  }
}

/**
 * Field 22 of /proc/PID/stat, counted behind the command's name, which may hold anything (proc(5)). A zombie has come
 * to its end and holds nothing any more, so it has a start time that no living process has.
 */
function startTimeOf(pid: number): string | null {
  const stat = contentsOf(`/proc/${pid}/stat`)
  if (stat === null) return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : (fields[19] ?? null)
}

function bootId(): string | null {
  return contentsOf('/proc/sys/kernel/random/boot_id')?.trim() ?? null
}

function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return null
  }
}

function contentsOf(path: string): string | null {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return null
  }
}
