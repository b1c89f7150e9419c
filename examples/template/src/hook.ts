import type {CredentialBackendsHook} from '@mturk-cli/core'
import {vaultBackend} from './backend.js'

const hook: CredentialBackendsHook = async ({context}) => [vaultBackend(context)]

export default hook
