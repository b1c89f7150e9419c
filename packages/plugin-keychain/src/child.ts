/**
 * A process of its own for one question to the keychain. The library waits in native threads, for as long as a window asks a
 * person to unlock the keychain, and nothing in a process can end such a thread, not even its own end; a process can be ended.
 * What goes in and out is on standard input and output, so no secret is in arguments or files.
 */
import {text} from 'node:stream/consumers'
import type {Answer, Request} from './request.js'
import {readValue} from './value.js'

/** Without a Secret Service the library would take the kernel's keyring, which forgets everything when the computer restarts. */
const STORE = {linux: {store: 'secret-service'}} as const

async function answer(request: Request): Promise<Answer> {
  const library = await import('@napi-rs/keyring').catch((error: unknown) => ({failure: String(error)}))
  if ('failure' in library) return {failure: library.failure, stage: 'library'}
  const {AsyncEntry, findCredentialsAsync} = library
  if (request.act === 'find') {
    const found = await findCredentialsAsync(request.service)
    return {
      items: found.map(({account, password}) => ({account, accessKeyId: readValue(password)?.accessKeyId ?? null})),
    }
  }
  const entry = new AsyncEntry(request.service, request.account, STORE)
  if (request.act === 'get') return {text: await entry.getPassword()}
  if (request.act === 'delete') return {done: await entry.deleteCredential()}
  await entry.setPassword(request.text)
  return {done: (await entry.getPassword()) === request.text}
}

async function main(): Promise<Answer> {
  try {
    return await answer(JSON.parse(await text(process.stdin)) as Request)
  } catch (error) {
    return {failure: error instanceof Error ? error.message : 'it threw something that is no error', stage: 'keychain'}
  }
}

process.stdout.write(JSON.stringify(await main()))
