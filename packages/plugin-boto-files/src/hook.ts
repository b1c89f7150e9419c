import type {CredentialBackendsHook} from '@mturk-cli/core'
import {botoFiles} from './backend.js'

/** What oclif calls for the event `mturk:credential-backends`. */
const hook: CredentialBackendsHook = async ({context}) => [botoFiles(context)]
export default hook
