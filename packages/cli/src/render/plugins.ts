import {bold, markOf, nextCommand, tableLines} from '@mturk-cli/command'

import type {Brought} from '../plugins/brings.js'
import {RIGHTS} from '../plugins/consent.js'
import type {Declared, Incoming} from '../plugins/declared.js'
import {bringsNothing, problemsOf, unbuilt} from '../plugins/outcome.js'
import type {Unasked, Update} from '../plugins/update.js'

export interface CameIn {
  readonly plugin: Incoming
  /** Undefined with --dry-run. */
  readonly brought: Brought | undefined
  readonly warnings: readonly string[]
  /** `installed`, `linked`. */
  readonly verb: string
}

/** What a person has to know before they are asked. */
export function incomingLines(plugin: Incoming, warnings: readonly string[]): string[] {
  const {name, version, source, besides, others, hasScripts, lacks} = plugin
  return [
    bold(`${name} ${version}`),
    '',
    ...tableLines([
      ['comes from', source],
      ['adds the backends', backendWords(plugin)],
      ...(besides.length > 0 ? [['and besides', besides.join(', ')]] : []),
      ...(others.length > 0 ? [['brings with it', othersWords(others)]] : []),
      ...(hasScripts ? [['install scripts', 'there are some; they do not run']] : []),
    ]),
    '',
    ...(lacks === undefined ? [] : [`! ${unbuilt(plugin)}`]),
    ...warnings.map((warning) => `! ${warning}`),
    RIGHTS,
  ]
}

/** Of what its package.json says; its code has not run. */
function backendWords({hasHook, backends}: Declared): string {
  if (!hasHook) return 'none: it brings commands only'
  if (backends === null) return 'not known before it runs: its package.json does not say'
  return `${backends.join(', ') || 'none'} (so says its package.json)`
}

function othersWords(others: readonly string[]): string {
  const shown = others.slice(0, 5).join(', ')
  return others.length > 5 ? `${shown} and ${others.length - 5} more packages` : shown
}

export function cameInText({plugin, brought, warnings, verb}: CameIn): string[] {
  const {name, version} = plugin
  if (!brought) return ['', 'Nothing was changed.']
  const backends = brought.backends.filter((backend) => backend.plugin.name === name)
  return [
    '',
    bringsNothing(plugin, brought)
      ? `${markOf('warning')} ${name} ${version} is ${verb}, but nothing of it can be used:`
      : `${markOf('done')} ${name} ${version} is ${verb}`,
    ...backends.map(({id, title}) => `  backend ${bold(id)}: ${title}`),
    ...problemsOf(plugin, brought).map((problem) => `! ${problem}`),
    ...warnings.map((warning) => `! ${warning}`),
    '',
    `See it:      ${nextCommand('mturk credentials backends')}`,
    `Undo it:     ${nextCommand('mturk plugins uninstall', name)}`,
  ]
}

export function cameInJson({plugin, brought, warnings}: CameIn) {
  const all = brought ? [...problemsOf(plugin, brought), ...warnings] : warnings
  return {
    ...(brought ? {} : {dryRun: true}),
    plugin: incomingJson(plugin),
    changed: brought !== undefined,
    ...(brought ? {backends: backendsJson(plugin.name, brought)} : {}),
    ...(all.length > 0 ? {warnings: all} : {}),
  }
}

function incomingJson({name, version, source, backends}: Incoming) {
  return {name, version, source, declaredBackends: backends}
}

function backendsJson(name: string, {backends}: Brought) {
  return backends
    .filter(({plugin}) => plugin.name === name)
    .map(({id, title, lookup, order, writable}) => ({id, title, lookup, order, writable}))
}

export interface Updated {
  readonly updates: readonly Update[]
  readonly unasked: readonly Unasked[]
  /** Undefined where nothing was changed. */
  readonly brought: Brought | undefined
  readonly dryRun: boolean
}

export function updateLines(updates: readonly Update[]): string[] {
  return [
    ...updates.flatMap(({from, to}) => [
      bold(`${to.name} ${from} → ${to.version}`),
      '',
      ...tableLines([
        ['comes from', to.source],
        ['adds the backends', backendWords(to)],
        ...(to.besides.length > 0 ? [['and besides', to.besides.join(', ')]] : []),
      ]),
      '',
    ]),
    RIGHTS,
  ]
}

export function updatedText({updates, unasked, brought, dryRun}: Updated): string[] {
  const unknown = unasked.map(({words}) => `! ${words}`)
  if (updates.length === 0) return unasked.length > 0 ? [...unknown, 'Nothing was updated.'] : ['Nothing to update.']
  if (!brought) return dryRun ? ['', ...unknown, 'Nothing was changed.'] : []
  return [
    '',
    ...updates.flatMap(({from, to}) => [
      bringsNothing(to, brought)
        ? `${markOf('warning')} ${to.name} ${from} → ${to.version}, but nothing of it can be used:`
        : `${markOf('done')} ${to.name} ${from} → ${to.version}`,
      ...problemsOf(to, brought).map((problem) => `! ${problem}`),
    ]),
    ...unknown,
  ]
}

export function updatedJson({updates, unasked, brought, dryRun}: Updated) {
  const warnings = [
    ...(brought ? updates.flatMap(({to}) => problemsOf(to, brought)) : []),
    ...unasked.map(({words}) => words),
  ]
  return {
    ...(dryRun ? {dryRun: true} : {}),
    updates: updates.map(({from, to}) => ({
      ...incomingJson(to),
      from,
      ...(brought ? {backends: backendsJson(to.name, brought)} : {}),
    })),
    changed: brought !== undefined,
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
