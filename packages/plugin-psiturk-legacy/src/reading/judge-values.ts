import {
  complaintAboutSecret,
  isPlaceholder,
  kindOfAccessKeyId,
  oddValues,
  Secret,
  type AccessKey,
} from '@mturk-cli/core/credentials'
import type {Half} from './found.js'

/** What a place holds. Scripts rely on these words (`found[].state`). */
export type FoundState =
  /** A long-lived key, whole. */
  | 'key'
  /** One of the two values; the other one is missing, or a placeholder. */
  | 'partial'
  /** What a template had there, and nobody filled in. */
  | 'placeholder'
  /** Two values that can be no key. */
  | 'malformed'
  /** A key of some hours (ASIA…), which Mechanical Turk does not take. */
  | 'temporary'
  /** The file cannot be read, or psiTurk's own parser refuses it. */
  | 'unreadable'
  /** A file of another program, which has the same name or the same section. */
  | 'not_psiturk'
  /** Neither of the two. Not shown. */
  | 'none'

export interface Judged {
  readonly state: Extract<FoundState, 'key' | 'partial' | 'placeholder' | 'malformed' | 'temporary' | 'none'>
  readonly key: AccessKey | null
  readonly half: Half | null
  /** What is odd, as sentences about the place. Never a value that may be a secret. */
  readonly notes: readonly string[]
}

/** Two values of one place. '' and undefined: nothing there. */
export function judgeValues(id: string | undefined, secret: string | undefined): Judged {
  const [hasId, hasSecret] = [isReal(id), isReal(secret)]
  if (!id && !secret) return {state: 'none', key: null, half: null, notes: []}
  if (!hasId && !hasSecret) return {state: 'placeholder', key: null, half: null, notes: []}
  if (!hasId || !hasSecret || !id || !secret) {
    const [has, lacks] = hasId ? ['the access key id', 'the secret'] : ['the secret', 'the access key id']
    const how = (hasId ? secret : id) ? 'is still a placeholder' : 'is missing'
    const half: Half = hasId && id ? {accessKeyId: id} : {secretAccessKey: new Secret(secret ?? '')}
    return {state: 'partial', key: null, half, notes: [`It holds ${has}, and ${lacks} ${how}.`]}
  }
  const odd = oddValues({accessKeyId: id, secretAccessKey: secret})
  const notes = odd.map(({of, what}) => `The ${of === 'accessKeyId' ? 'access key id' : 'secret'} ${forPsiturk(what)}.`)
  const mended = Object.assign({accessKeyId: id, secretAccessKey: secret}, ...odd.map((each) => each.mended ?? {})) as {
    accessKeyId: string
    secretAccessKey: string
  }
  const kind = kindOfAccessKeyId(mended.accessKeyId)
  const secretAccessKey = new Secret(mended.secretAccessKey)
  if (kind === 'temporary') {
    return {state: 'temporary', key: null, half: null, notes: ['Mechanical Turk takes no temporary keys (ASIA…).']}
  }
  const complaint = complaintAboutSecret(secretAccessKey)
  const isTemplate = odd.some((each) => each.id === 'unexpanded-variable')
  if (kind === 'malformed' || complaint !== undefined || isTemplate) {
    const more = complaint !== undefined && notes.length === 0 ? [`The secret ${complaint}.`] : notes
    return {state: 'malformed', key: null, half: null, notes: more}
  }
  const isMended = odd.some(({mended: better}) => better !== undefined)
  return {
    state: 'key',
    key: {accessKeyId: mended.accessKeyId, secretAccessKey},
    half: null,
    notes: isMended ? notes.map((note) => `${note} mturk takes it without that.`) : notes,
  }
}

/** Neither a template's word nor one of the keys in AWS's documentation. */
function isReal(value: string | undefined): boolean {
  if (!value || isPlaceholder(value)) return false
  return !oddValues({accessKeyId: value}).some(({id}) => id === 'example-key')
}

function forPsiturk(what: string): string {
  return what.replaceAll('Boto takes', 'psiTurk takes')
}
