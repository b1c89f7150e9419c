import {execFile} from 'node:child_process'
import {readFile} from 'node:fs/promises'

/** How many of a process's parents may be the same command: a start through a launcher counts twice. */
const MOST_ALIKE = 3

/** Deeper no tree of processes goes that somebody made on purpose. */
const MOST_PARENTS = 256

/** A process, as far as it matters here. */
export interface Running {
  readonly parent: number
  /** Its words, with a blank between each two. */
  readonly command: string
}

/**
 * Whether this very command is running again and again above itself: a `credential_process` that comes round to mturk, by
 * way of a program that clears the environment, in which a marker could have been left. Where the system does not tell,
 * nobody is suspected.
 */
export async function isCallingItself(
  words: readonly string[] = process.argv.slice(2),
  running: (pid: number) => Promise<Running | undefined> = lookOf(),
): Promise<boolean> {
  const same = ` ${words.join(' ')}`
  let alike = 0
  let {ppid: pid} = process
  for (let seen = 0; pid > 1 && seen < MOST_PARENTS; seen++) {
    const found = await running(pid)
    if (!found) return false
    if (found.command.endsWith(same) && ++alike >= MOST_ALIKE) return true
    pid = found.parent
  }
  return false
}

function lookOf(): (pid: number) => Promise<Running | undefined> {
  if (process.platform === 'linux') return inProc
  if (process.platform === 'win32') return async () => undefined
  let all: Promise<ReadonlyMap<number, Running>> | undefined
  return async (pid) => (await (all ??= listedByPs())).get(pid)
}

/** Field 4 of /proc/PID/stat, counted behind the command's name, which may hold anything (proc(5)). */
async function inProc(pid: number): Promise<Running | undefined> {
  try {
    const [stat, words] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'latin1'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ])
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    return {parent, command: words.replace(/\0$/, '').replaceAll('\0', ' ')}
  } catch {
    return undefined
  }
}

function listedByPs(): Promise<ReadonlyMap<number, Running>> {
  return new Promise((resolve) => {
    const options = {timeout: 2000, maxBuffer: 16 * 1024 * 1024}
    execFile('/bin/ps', ['-A', '-ww', '-o', 'pid=,ppid=,args='], options, (_, told) => resolve(readPs(told)))
  })
}

/** Exported for its test: what `ps` tells is the same everywhere, and not every system has it. */
export function readPs(told: string): ReadonlyMap<number, Running> {
  const lines = told.matchAll(/^ *(\d+) +(\d+) (.*)$/gm)
  return new Map(
    [...lines].map(([, pid, parent, command = '']) => [
      Number(pid),
      {parent: Number(parent), command: command.trimEnd()},
    ]),
  )
}
