export {copyKey, planCopy, type CopiedKey, type CopyOptions, type CopyPlan, type CopyTools} from './copy-key.js'
export {
  linkCommand,
  linkProfile,
  planLink,
  type LinkedProfile,
  type LinkOptions,
  type LinkPlan,
  type LinkTools,
} from './link-profile.js'
export {
  planRemoval,
  removeKey,
  switchOffFirst,
  type RemovalPlan,
  type RemovalTools,
  type RemovedKey,
} from './remove-key.js'
export {setUpWords, sourcesFor, type Machine, type SetUp} from './set-up.js'
export type {Source} from './source.js'
export {planUnlink, unlinkProfile, type UnlinkPlan, type UnlinkTools} from './unlink-profile.js'
export {lookupByTools, type FoundByTools} from './what-tools-find.js'
