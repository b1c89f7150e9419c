import type {CredentialBackendsHook} from '@mturk-cli/core'
import {keychain} from './backend.js'

/** What oclif calls for the event `mturk:credential-backends`. */
const hook: CredentialBackendsHook = async ({context}) => [keychain(context)]

export default hook
