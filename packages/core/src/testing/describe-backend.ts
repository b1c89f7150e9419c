import type {CredentialBackend} from '../credentials/contract.js'
import {removingTests, replacingTests, storingTests} from './changing-tests.js'
import {readingTests} from './reading-tests.js'
import type {Runner, Trial} from './trial.js'

export interface BackendUnderTest {
  /** A new storage for each test. */
  readonly create: () => Trial | Promise<Trial>
  /** Which of the optional methods the backend has. All of them if not given. */
  readonly can?: readonly ('store' | 'replace' | 'remove')[]
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
export function describeBackend(name: string, {create, can = ALL}: BackendUnderTest, {describe, it}: Runner): void {
  const test = (title: string, body: (trial: Trial) => Promise<void>) =>
    it(title, async () => {
      const trial = await create()
      try {
        await assertCan(await trial.open(), can)
        await body(trial)
      } finally {
        await trial.close?.()
      }
    })
  describe(`${name}, a credential backend,`, () => {
    readingTests(test)
    if (can.includes('store')) storingTests(test)
    if (can.includes('replace')) replacingTests(test)
    if (can.includes('remove')) removingTests(test)
  })
}

const ALL = ['store', 'replace', 'remove'] as const

/** Tests that are left out by mistake would look like tests that pass. */
async function assertCan(backend: CredentialBackend, can: readonly (typeof ALL)[number][]): Promise<void> {
  for (const verb of ALL) {
    if ((backend[verb] !== undefined) === can.includes(verb)) continue
    throw new Error(
      can.includes(verb)
        ? `The backend has no ${verb}(); leave it out of "can" if that is meant.`
        : `The backend has ${verb}(), so name it in "can": it is to be tested too.`,
    )
  }
}
