/**
 * Builds the package in the current directory from nothing. nx decides whether a build is needed; once it is, what an
 * earlier one left must not live on: `tsc -b` deletes nothing, and trusts times where a file may be older yet different.
 */
import {existsSync, rmSync} from 'node:fs'
import {run, tool} from './processes.mjs'

const here = process.cwd()
rmSync(`${here}/dist`, {recursive: true, force: true})
process.exitCode = await run(process.execPath, [tool('typescript', 'tsc'), '-b', `${here}/tsconfig.build.json`])
// Where rolldown makes the JavaScript, tsc makes only the declarations.
const bundle = `${here}/rolldown.config.mjs`
if (process.exitCode === 0 && existsSync(bundle)) {
  process.exitCode = await run(process.execPath, [tool('rolldown'), '--config', bundle, '--log-level', 'warn'])
}
