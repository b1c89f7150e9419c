import {describe, it} from 'vitest'
import {describeBackend} from './describe-backend.js'
import {memoryBackend, memoryVault} from './memory-backend.js'

describeBackend(
  'the memory backend',
  {
    create() {
      const vault = memoryVault()
      return {open: () => memoryBackend({vault})}
    },
  },
  {describe, it},
)

describeBackend(
  'a read-only memory backend',
  {
    can: [],
    create() {
      const vault = memoryVault()
      return {
        open: () => memoryBackend({vault, readOnly: 'it is a copy'}),
        seed: (profile, key) => void vault.keys.set(profile, key),
      }
    },
  },
  {describe, it},
)
