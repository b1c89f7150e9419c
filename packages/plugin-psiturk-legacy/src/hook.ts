import type {CredentialBackendsHook} from '@mturk-cli/core'
import {psiturkLegacy} from './backend.js'

/** What oclif calls for the event `mturk:credential-backends`. */
const hook: CredentialBackendsHook = async ({context}) => [psiturkLegacy(context)]

export default hook
