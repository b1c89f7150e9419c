import {systemClock} from '@mturk-cli/core/clock'
import type {Presenter} from '@mturk-cli/core/guide'

import {remedyLines} from './lines.js'
import {quietPresenter} from './quiet-presenter.js'
import {bold, markOf} from './style.js'

export interface PresenterOptions {
  readonly interactive: boolean
  readonly print: (text: string) => void
  /** Ends a wait. */
  readonly signal: AbortSignal
  /** False with `--no-open`: then a page's address is printed. */
  readonly mayOpenPages: boolean
}

const TITLE_WIDTH = 18

/** A person at a terminal is asked and shown; a script or a log is only told. */
export async function presenterFor({interactive, print, signal, mayOpenPages}: PresenterOptions): Promise<Presenter> {
  if (!interactive)
    return quietPresenter({print, line, sleep: (milliseconds) => systemClock.sleep(milliseconds, signal)})
  const {terminalPresenter} = await import('./terminal-presenter.js')
  return terminalPresenter({print, line, signal, openPage: (url) => openPage(url, {print, mayOpenPages})})
}

function line({mark, title, message, remedy = []}: Parameters<Presenter['show']>[0]): string {
  const first = `  ${markOf(mark)} ${bold(title.padEnd(TITLE_WIDTH))} ${message.replaceAll('\n', '\n      ')}`
  return [first, ...remedyLines(remedy, '      ')].join('\n')
}

/** Whether the browser opened nobody can know, so the address is always shown. */
async function openPage(url: string, {print, mayOpenPages}: Pick<PresenterOptions, 'print' | 'mayOpenPages'>) {
  print(`    ${url}`)
  if (!mayOpenPages) return
  const {default: open} = await import('open')
  await open(url).catch(() => undefined)
}
