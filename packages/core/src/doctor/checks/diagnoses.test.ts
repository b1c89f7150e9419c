import {expect, it} from 'vitest'
import {backendError, collectBackends, credentialSources, type CredentialBackend} from '../../credentials/index.js'
import {memoryBackend} from '../../testing/index.js'
import {diagnoses} from './diagnoses.js'

const problem = {
  code: 'malformed_credentials',
  message: 'The file of zed is bad.',
  severity: 'error',
  stops: 'entry',
} as const

async function findingsWith(list: CredentialBackend['list']) {
  const result = [{...memoryBackend(), list}]
  const sources = credentialSources(collectBackends([{plugin: {name: 'vaults', version: '1.0.0'}, result}]), {})
  const lookup = await sources.lookup({profile: 'ann'})
  const around = {env: {}, home: '/nowhere', workingDirectory: '/nowhere', dataDirectory: '/nowhere', now: 0}
  return diagnoses({...around, sources, lookup, profile: 'ann'}, [])
}

it('tells of a place of another profile that is broken, and of a list that fails', async () => {
  const location = {backend: 'memory', id: 'zed', profile: 'zed', display: 'Memory [zed]', writable: true}
  const ofAll = (entries: () => Awaited<ReturnType<CredentialBackend['list']>>) =>
    findingsWith(async ({profile}) => (profile === undefined ? entries() : []))
  expect(await ofAll(() => [{location, problem}])).toMatchObject([
    {id: 'broken-place', severity: 'warning', message: problem.message, location},
  ])
  const failing = await ofAll(() => {
    throw backendError('unreadable', 'The folder is bad.')
  })
  expect(failing).toMatchObject([{id: 'backend-failed', severity: 'warning', message: 'vaults: The folder is bad.'}])
})
