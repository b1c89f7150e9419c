import assert from 'node:assert/strict'
import {collectBackends} from '../credentials/collect.js'
import type {CredentialBackend} from '../credentials/contract.js'
import type {TimeLimits} from '../credentials/guarded-backend.js'
import {removingTests, replacingTests, storingTests} from './changing-tests.js'
import {readingTests} from './reading-tests.js'
import type {Runner, Trial} from './trial.js'
import {watched} from './watched.js'

export interface BackendUnderTest {
  /** A new storage for each test. */
  readonly create: () => Trial | Promise<Trial>
  /** Which of the optional methods the backend has. All of them if not given. */
  readonly can?: readonly ('store' | 'replace' | 'remove')[]
  /** The name of the package that brings it; what ids it may have depends on that. */
  readonly plugin?: string
  /** Milliseconds that its methods may take: mturk's own, but 10 s for `read` and for what changes something. */
  readonly limits?: Partial<TimeLimits>
}

/**
 * The contract of a credential backend as tests. A backend that passes keeps what its users are promised: no key lost,
 * none overwritten by surprise, no secret shown.
 *
 * ```ts
 * import {describe, it} from 'node:test' // or from vitest, or jest's and mocha's own
 * describeBackend('my vault', {create: () => ({open: () => myBackend(context)})}, {describe, it})
 * ```
 *
 * A backend that cannot store gives `can: []` and a `seed` in what `create` returns.
 */
export function describeBackend(name: string, under: BackendUnderTest, {describe, it}: Runner): void {
  const known = {hanging: new Set<string>(), emptyToken: false}
  const {create, can = ALL, plugin = 'plugin-under-test', limits = {}} = under
  const test = (title: string, body: (trial: Trial) => Promise<void>) =>
    it(title, async () => {
      const trial = await create()
      try {
        assertCan(await trial.open(), can)
        await body({...trial, open: async () => watched(await trial.open(), limits, known)})
      } finally {
        await trial.close?.()
      }
    })
  describe(`${name}, a credential backend,`, () => {
    test('is taken by mturk', async (trial) => {
      const {problems} = collectBackends([{plugin: {name: plugin, version: '0.0.0'}, result: [await trial.open()]}])
      assert.equal(problems[0], undefined, `mturk refuses the backend: ${problems[0]?.message}.`)
    })
    readingTests(test)
    if (can.includes('store')) storingTests(test)
    if (can.includes('replace')) replacingTests(test)
    if (can.includes('remove')) removingTests(test)
  })
}

const ALL = ['store', 'replace', 'remove'] as const

/** Tests that are left out by mistake would look like tests that pass. */
function assertCan(backend: CredentialBackend, can: readonly (typeof ALL)[number][]): void {
  for (const verb of ALL) {
    if ((backend[verb] !== undefined) === can.includes(verb)) continue
    throw new Error(
      can.includes(verb)
        ? `The backend has no ${verb}(); leave it out of "can" if that is meant.`
        : `The backend has ${verb}(), so name it in "can": it is to be tested too.`,
    )
  }
}
