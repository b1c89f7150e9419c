import {describe, expect, it} from 'vitest'
import {rowsIn} from './markdown.js'
import {readSources, readText} from './sources.js'

const PAGE = 'docs/how-to/doctor.md'
const CHECKS = /^packages\/(core\/src\/doctor\/|core\/src\/credentials\/odd-values|plugin-[a-z-]+\/src\/diagnose)/

/** `id: 'no-key'`, and wherever else an id is chosen: each stands in quotes, in small letters, with a hyphen as a rule. */
const ID =
  /(?:\bid(?:: | = |\b[^'\n]*\? )|: |\||found\(|tooOpen\(|\?\? )'([a-z]+(?:-[a-z]+)+|placeholder|endpoint|region|clock)'/g

describe('the page of the doctor', () => {
  const described = new Set(
    rowsIn({file: PAGE, text: readText(PAGE)}).flatMap(([ids = '']) =>
      [...ids.matchAll(/`([a-z-]+)`/g)].map(([, id]) => id),
    ),
  )
  const checks = readSources().filter(({file}) => CHECKS.test(file) && !file.endsWith('.test.ts'))
  const found = new Set(checks.flatMap(({text}) => [...text.matchAll(ID)].map(([, id = '']) => id)))

  it('has every finding that there is', () => {
    expect(found.size).toBeGreaterThan(30)
    expect([...found].filter((id) => !described.has(id) && !NO_FINDINGS.has(id))).toEqual([])
  })

  it('has none that there is not', () => {
    const text = checks.map((each) => each.text).join('\n')
    const links = new Set(['link-production', 'link-sandbox'])
    expect([...described].filter((id) => id !== undefined && !links.has(id) && !text.includes(`'${id}'`))).toEqual([])
  })
})

/** Words with a hyphen that are something else. */
const NO_FINDINGS: ReadonlySet<string> = new Set(['long-lived'])
