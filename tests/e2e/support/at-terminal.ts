import {it as base} from '../../support/fixtures.js'
import {hasTmux, openTerminal, type Terminal} from './terminal.js'

/** Whether there is a terminal to test at. */
export const tmux = process.platform !== 'win32' && hasTmux()
if (!tmux) {
  const message = 'tmux is not on this machine, so the tests at a terminal were NOT run.'
  if (process.env['CI'] && process.platform !== 'win32') throw new Error(message)
  console.warn(message)
}

/** `terminal(['init'])`, as often as a test likes; each is closed at its end. */
export const atTerminal = base.extend('terminal', ({home, emulator}, {onCleanup}) => {
  const opened: Terminal[] = []
  onCleanup(() => opened.forEach((each) => each.close()))
  return (args: readonly string[], env: Readonly<Record<string, string>> = {}): Terminal => {
    const terminal = openTerminal(args, {...home.env(), ...emulator.environment(), ...env})
    opened.push(terminal)
    return terminal
  }
})
