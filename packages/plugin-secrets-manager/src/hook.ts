import type {CredentialBackendsHook} from '@mturk-cli/core'
import {secretsManager} from './backend.js'

/** What oclif calls for the event `mturk:credential-backends`. */
const hook: CredentialBackendsHook = async ({context}) => [secretsManager(context)]

export default hook
