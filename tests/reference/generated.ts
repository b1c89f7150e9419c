import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {readText, root} from '../house/sources.js'

/** `RECORD=1` writes what is generated into the pages. */
const isRecording = Boolean(process.env['RECORD'])

/** What a page holds between `<!-- name -->` and `<!-- namestop -->`, as the markers of oclif are. */
function generatedIn(file: string, name: string): string {
  const [, block] = new RegExp(`<!-- ${name} -->\n([^]*?)<!-- ${name}stop -->`).exec(readText(file)) ?? []
  if (block === undefined) throw new Error(`${file} has no place for ${name}`)
  return block
}

/** The block as it is, after it was written anew where that was asked for. */
export function blockOf(file: string, name: string, generated: string): string {
  if (isRecording) {
    const block = `<!-- ${name} -->\n${generatedIn(file, name)}<!-- ${name}stop -->`
    const now = `<!-- ${name} -->\n${generated}<!-- ${name}stop -->`
    writeFileSync(
      join(root, file),
      readText(file).replace(block, () => now),
    )
  }
  return generatedIn(file, name)
}
