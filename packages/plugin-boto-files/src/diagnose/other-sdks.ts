import type {Diagnosis} from '@mturk-cli/core'
import type {BotoOption, IniDocument} from '@mturk-cli/core/files'
import {ACCESS_KEY_ID, SECRET_ACCESS_KEY} from '../key-entries.js'
import {at, keySections, placeIn, type Check} from './check.js'

/** What Boto reads well and the AWS SDK for JavaScript does not (its INI reader knows no `:` and keeps the case of names). */
export const otherSdks: Check = (files) =>
  keySections(files)
    .filter(({kind}) => kind !== 'boto')
    .flatMap((place) => {
      const odd = [ACCESS_KEY_ID, SECRET_ACCESS_KEY].flatMap((name) => {
        const option = place.section.options.get(name)
        return option ? asWritten(option, place.document) : []
      })[0]
      if (!odd) return []
      const location = placeIn(place, files, odd.option)
      const diagnosis: Diagnosis = {
        id: 'other-sdks',
        code: 'other_sdks',
        message: `${at(location, files)}: ${odd.what} boto3, psiTurk and the AWS CLI read it; the AWS SDK for JavaScript does not.`,
        remedy: `Write ${odd.option} = … in that line, if other programs are to read it.`,
        severity: 'note',
        stops: 'entry',
        location,
      }
      return [diagnosis]
    })

function asWritten({name, line}: BotoOption, document: IniDocument): {option: string; what: string}[] {
  const text = document.lines[line - 1]?.text ?? ''
  const [, written = '', separator] = /^\s*([^=:]*?)\s*([=:])/.exec(text) ?? []
  if (separator === ':') return [{option: name, what: 'a ":" stands behind the name where others write "=".'}]
  if (written !== written.toLowerCase()) return [{option: name, what: `the name is written in capitals.`}]
  return []
}
