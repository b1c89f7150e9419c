import {stat} from 'node:fs/promises'
import path from 'node:path'
import type {Stats} from 'node:fs'

import {botoPaths} from '../files/index.js'
import type {Patient} from './finding.js'

export interface KeyFile {
  readonly path: string
  readonly stats: Stats
}

/** Files of this person that hold keys, or are there for keys: by where they are, not by what is in them. */
export async function keyFiles({env, home, sources, instead}: Patient): Promise<readonly KeyFile[]> {
  const paths = botoPaths({env, home})
  const usual = [paths.credentials, ...(paths.ec2 === null ? [] : [paths.ec2]), ...paths.boto]
  const legacy = ['.psiturkconfig', '.dallingerconfig'].map((name) => path.join(home, name))
  const holding = await Promise.all(
    sources.backends.map(async (backend) => {
      const entries = await backend.list({explicit: false}, instead).catch(() => [])
      return entries.flatMap(({location, accessKeyId}) => (accessKeyId !== undefined && location?.file) || [])
    }),
  )
  const all = [...new Set([...usual, ...legacy, ...holding.flat()])].filter((file) => file !== '')
  const found = await Promise.all(
    all.map(async (file) => {
      const stats = await stat(file).catch(() => undefined)
      return stats?.isFile() ? [{path: file, stats}] : []
    }),
  )
  return found.flat()
}
