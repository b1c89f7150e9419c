import {tableLines} from '@mturk-cli/command'
import type {BackendStatus, PluginProblem} from '@mturk-cli/core/credentials'

export interface BackendsShown {
  readonly backends: readonly BackendStatus[]
  readonly problems: readonly PluginProblem[]
}

export function backendsText({backends, problems}: BackendsShown): string[] {
  const rows = backends.map(({backend, availability}) => [
    backend.id,
    backend.title,
    availability.state,
    backend.writable ? 'writable' : 'read-only',
    backend.lookup === 'default' ? `asked at ${backend.order}` : 'on request',
    `${backend.plugin.name} ${backend.plugin.version}`,
  ])
  const reasons = backends.flatMap(({backend, availability}) =>
    availability.state === 'available' ? [] : [`  ${backend.id}: ${availability.reason}`],
  )
  return [...tableLines(rows, ''), ...reasons, ...problemLines(problems)]
}

export function problemLines(problems: readonly PluginProblem[]): string[] {
  return problems.map(({plugin, message}) => `! ${plugin}: ${message}`)
}

export function backendsJson({backends, problems}: BackendsShown) {
  return {
    backends: backends.map(({backend, availability}) => ({
      id: backend.id,
      title: backend.title,
      state: availability.state,
      ...(availability.state === 'available' ? {} : {reason: availability.reason}),
      writable: backend.writable,
      order: backend.order,
      lookup: backend.lookup,
      plugin: backend.plugin.name,
      version: backend.plugin.version,
    })),
    problems: problems.map(({plugin, message}) => ({plugin, message})),
  }
}
