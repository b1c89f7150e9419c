import {indentOf, strip} from './python-text.js'

/** What a file is instead of one with sections: the rest of a sentence that begins with the place, and what to do. */
export interface ForeignText {
  readonly what: string
  readonly remedy: string
}

/** So many lines tell. */
const FIRST_LINES = 20

const AS_LINES = 'as two lines below [default]: aws_access_key_id = … and aws_secret_access_key = …'

/**
 * What people put where Boto looks for a file with sections: what AWS handed out, what `aws iam create-access-key` printed,
 * lines for a shell, a section whose bracket is not closed. Undefined where nothing of that comes to mind.
 *
 * @param at index of the line that Python stumbles over
 */
export function foreignText(lines: readonly {readonly text: string}[], at: number): ForeignText | undefined {
  const first = lines.slice(0, FIRST_LINES).map(({text}) => strip(text.replace(/^\uFEFF/, '')))
  const top = first.find((text) => text !== '') ?? ''
  const columns = top.split(',').map((title) => title.replaceAll(/[\s"]/g, '').toLowerCase())
  if (columns.includes('accesskeyid') || /^awsaccesskeyid\s*=/i.test(top)) {
    return {
      what: 'the file is one that AWS handed out, and has no sections',
      remedy: 'Move it elsewhere, and store its key with `mturk keys import FILE`.',
    }
  }
  if (/^(?:\{|\[\s*(?:[{"]|$))/.test(top)) {
    return {what: 'the file is JSON, and has no sections', remedy: `Write its id and its secret ${AS_LINES}.`}
  }
  if (first.some((text) => /^(?:export|set|setx|setenv|\$env:)\s*"?AWS_/i.test(text))) {
    return {
      what: 'the file has lines for a shell, and no sections',
      remedy: `Write the id and the secret ${AS_LINES}.`,
    }
  }
  const text = lines[at]?.text ?? ''
  return text[indentOf(text)] === '[' && !text.includes(']')
    ? {what: 'this line begins a section, and its "]" is missing', remedy: 'Put a "]" behind the name of the section.'}
    : undefined
}
