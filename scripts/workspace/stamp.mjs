/** Remembers in node_modules which lockfile it was installed from. npm runs this after every install (`prepare`). */
import {createHash} from 'node:crypto'
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {inRoot} from './paths.mjs'

const STAMP = inRoot('node_modules', '.installed-from')

const lockfile = () =>
  createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex')

export const isInstalled = () => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockfile()

export const rememberInstall = () => writeFileSync(STAMP, lockfile())

if (resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)) rememberInstall()
