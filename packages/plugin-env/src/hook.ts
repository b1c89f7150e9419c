import type {CredentialBackendsHook} from '@mturk-cli/core'
import {environmentVariables} from './backend.js'

/** What oclif calls for the event `mturk:credential-backends`. */
const hook: CredentialBackendsHook = async ({context}) => [environmentVariables(context)]
export default hook
