import path from 'node:path'

import {isPlaceholder, maskAccessKeyId, type Mend} from '../../credentials/index.js'
import {commentOut, displayPath, parseIni, readForEdit} from '../../files/index.js'
import {say} from '../../remedy.js'
import type {Finding, OfflineCheck, Patient} from '../finding.js'

const SECTION = 'AWS Access'
const OPTIONS = ['aws_access_key_id', 'aws_secret_access_key']

/**
 * Keys in psiTurk's own files come before everything that Boto reads: psiTurk 3 signs even with the placeholders that
 * psiTurk 2 left in `~/.psiturkconfig` (measured, 2.0.0 to 3.3.1).
 */
export const psiturkLeftovers: OfflineCheck = async (patient) => {
  const {home, workingDirectory} = patient
  const files = [path.join(home, '.psiturkconfig'), path.join(workingDirectory, 'config.txt')]
  const found = await Promise.all(files.map((file) => lookAt(file, patient)))
  return found.flat()
}

async function lookAt(file: string, {home, lookup}: Patient): Promise<Finding[]> {
  const bytes = await readForEdit(file).catch(() => null)
  if (!bytes) return []
  const section = parseIni(bytes).sections.findLast(({name}) => name === SECTION)
  const [id, secret] = OPTIONS.map((name) => section?.options.findLast((option) => option.name === name))
  if (!id?.value) return []
  const accessKeyId = id.value
  const display = displayPath(file, home)
  const mend: Mend = {file, change: commentOut(SECTION, OPTIONS)}
  const about = {file, line: id.line + 1, mend}
  if (isPlaceholder(accessKeyId) || isPlaceholder(secret?.value ?? '')) {
    return [
      {
        id: 'psiturk-placeholder',
        severity: 'error',
        message: `${display}, line ${id.line + 1}: psiTurk left placeholders here. psiTurk 3 signs with them and fails, although Boto's files are right.`,
        remedy: [say(`Put a # before ${OPTIONS.join(' and ')} there.`)],
        ...about,
      },
    ]
  }
  if (accessKeyId === lookup.active?.accessKeyId) return []
  const theirs = lookup.active
    ? `, and not ${maskAccessKeyId(lookup.active.accessKeyId)} from ${lookup.active.location.display}`
    : ''
  const {mend: _kept, ...place} = about
  return [
    {
      id: 'psiturk-key',
      severity: 'warning',
      message: `${display}, line ${id.line + 1}: psiTurk uses ${maskAccessKeyId(accessKeyId)} from here${theirs}.`,
      remedy: [say(`If the other key is meant, put a # before ${OPTIONS.join(' and ')} there.`)],
      ...place,
    },
  ]
}
