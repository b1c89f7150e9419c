import type {TestProject} from 'vitest/node'
import {build} from '../../scripts/workspace/build.mjs'
import {findRealClients, type RealClients} from './find-clients.js'

declare module 'vitest' {
  interface ProvidedContext {
    realClients: RealClients
  }
}

/** Tests of the command run what is built, so it is built here, however vitest was started: a stale build cannot pass. */
export default async function beforeAll(project: TestProject) {
  const exit = await build(process.execPath)
  if (exit !== 0) throw new Error('The build failed; what the compiler said stands above.')
  project.provide('realClients', findRealClients())
}
