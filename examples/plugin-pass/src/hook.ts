import type {CredentialBackendsHook} from '@mturk-cli/core'
import {passBackend} from './backend.js'

const hook: CredentialBackendsHook = async ({context}) => [passBackend(context)]

export default hook
