import type {Diagnosis} from '@mturk-cli/core'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {locationOf} from '../locations.js'
import {isBeforeBoto} from '../migration/precedence.js'
import type {Found} from '../reading/found.js'
import {scrubbed} from '../scrub/scrub.js'
import type {BotoKeys} from './boto-keys.js'

const MOVE = 'To move it to where every tool looks: mturk psiturk migrate'
const KEPT =
  'psiTurk 1 and 2 find their key nowhere else: for them it may stay. Where only psiTurk 3 is used: mturk psiturk migrate'
const CLEAN = 'To take it out, with a copy of the file: mturk psiturk migrate'

/**
 * What is to be said of one place; null: nothing.
 *
 * @param first the place that psiTurk 3 takes its key from where the command was typed, if it takes it from one of these
 */
export async function diagnosisOf(found: Found, boto: BotoKeys, first?: Found): Promise<Diagnosis | null> {
  const words = wordsFor(found, boto)
  // Half of a key in small letters: that backend tells whose names are nearly right.
  if (!words || (found.source.role === 'lower-case-variables' && found.state !== 'key')) return null
  const location = await locationOf(found)
  const {source, line} = found
  const at = line === null ? source.display : `${source.display}, line ${line}`
  const {mend, ...problem} = words
  const isHidden = first !== undefined && first !== found && isBeforeBoto(found) && found.state !== 'unreadable'
  const here = isHidden ? ` Not in this directory: ${first.source.display} comes before it here.` : ''
  return {...problem, message: `${at}: ${problem.message}${here}`, stops: 'entry', location, ...(mend ? {mend} : {})}
}

const MEND = 'Mend it as it says, or take it out.'
/** Python's `ConfigParser.read` passes over what it cannot open: psiTurk starts, without what is in it. */
const UNREADABLE = 'psiTurk passes over it. Make it a file that you can read, or move it away.'

/** Without another key, a migration would take out what its owner may still put right. */
const WHOLE =
  'Put the whole key there, id and secret, each on its line; or store one with `mturk init`, and then take these lines out: mturk psiturk migrate'

/** A file that stops psiTurk 3, whatever is in it; where it is told that it cannot be read, that is said there. */
export function stuckDiagnosis(found: Found): Diagnosis[] {
  const {source, state, fault} = found
  if (!fault || state === 'unreadable') return []
  return [
    {
      id: 'psiturk-unreadable',
      code: 'unreadable_file',
      severity: 'warning',
      message: `${source.display}, line ${fault.line}: psiTurk 3 cannot start until this is mended: ${fault.words}.`,
      remedy: 'Mend that line, or take it out.',
      // Without a place: `mturk init` would offer to migrate, and that mends no line.
      stops: 'entry',
    },
  ]
}

type Words = Pick<Diagnosis, 'id' | 'code' | 'severity' | 'message' | 'remedy' | 'mend'>

function wordsFor(found: Found, boto: BotoKeys): Words | null {
  switch (found.state) {
    case 'none':
    case 'not_psiturk':
      return null
    case 'key':
      return keyWords(found, boto)
    case 'placeholder':
      return placeholderWords(found, boto)
    case 'unreadable':
      return {
        id: 'psiturk-unreadable',
        code: 'unreadable_file',
        severity: isBeforeBoto(found) ? 'warning' : 'note',
        message: found.notes.join(' '),
        remedy: found.fault
          ? found.source.role === 'dallinger'
            ? MEND
            : `${MEND} psiTurk cannot start until then.`
          : UNREADABLE,
      }
    case 'partial':
    case 'malformed':
    case 'temporary':
      return {
        id: 'psiturk-broken-key',
        code: 'malformed_credentials',
        severity: isBeforeBoto(found) ? 'error' : 'note',
        message: ['What stands here is no key that works.', ...found.notes, ...trap(found)].join(' '),
        remedy: found.source.kind === 'variables' ? unset(found) : boto.own ? CLEAN : WHOLE,
      }
  }
}

function trap(found: Found): string[] {
  return isBeforeBoto(found) ? ["psiTurk 3 uses it all the same, and not Boto's files."] : []
}

/**
 * psiTurk 3 signs even with the words of a template, which psiTurk 2 left in every `~/.psiturkconfig` (measured, 2.0.0 to
 * 3.3.1).
 */
function placeholderWords(found: Found, {own}: BotoKeys): Words {
  const {source} = found
  const common = {id: 'psiturk-placeholder', code: 'no_credentials'} as const
  if (!isBeforeBoto(found)) {
    const whose = source.role === 'dallinger' ? 'Dallinger has' : 'an old psiTurk left'
    return {...common, severity: 'note', message: `${whose} placeholders here, and no key.`}
  }
  const mend =
    source.kind === 'variables'
      ? {}
      : {mend: {file: source.file, change: (bytes: Uint8Array) => scrubbed(source, bytes)}}
  return {
    ...common,
    severity: 'error',
    message: `psiTurk left placeholders here. psiTurk 3 signs with them and fails${own ? `, although there is a key in ${own.display}` : ''}.`,
    remedy:
      source.kind === 'variables'
        ? unset(found)
        : 'Take the two lines out there; or, where there is a key elsewhere: mturk psiturk migrate',
    ...mend,
  }
}

function keyWords(found: Found, {own, accessKeyIds}: BotoKeys): Words {
  const {source, key, notes} = found
  const accessKeyId = key?.accessKeyId ?? ''
  const mask = maskAccessKeyId(accessKeyId)
  const common = {id: 'psiturk-key', code: 'psiturk_key'} as const
  const isThere = accessKeyIds.has(accessKeyId)
  if (source.role === 'dallinger') {
    const more = isThere ? '' : ' No other tool finds it.'
    const remedy = isThere ? {} : {remedy: MOVE}
    return {
      ...common,
      id: 'dallinger-key',
      severity: 'note',
      message: `Dallinger uses ${mask} from here.${more}`,
      ...remedy,
    }
  }
  if (isThere && own?.accessKeyId === accessKeyId && notes.length === 0) {
    return {
      ...common,
      severity: 'note',
      message: `psiTurk uses ${mask} from here, a second copy of the key in ${own.display}: who changes one has to change both.`,
      remedy: source.kind === 'variables' ? unset(found) : source.kind === 'ini' ? KEPT : CLEAN,
    }
  }
  const other =
    own && own.accessKeyId !== accessKeyId ? `, and not ${maskAccessKeyId(own.accessKeyId)} from ${own.display}` : ''
  const sentence = isBeforeBoto(found)
    ? `psiTurk uses ${mask} from here${other}.`
    : `An old psiTurk used ${mask} from here.`
  return {
    ...common,
    severity: isBeforeBoto(found) ? 'warning' : 'note',
    message: [sentence, ...notes].join(' '),
    remedy: source.kind === 'variables' ? unset(found) : MOVE,
  }
}

function unset({source}: Found): string {
  if (source.kind !== 'variables') return CLEAN
  return `To move it to where every tool looks: mturk psiturk migrate; then unset ${source.names.accessKeyId} ${source.names.secretAccessKey}`
}
