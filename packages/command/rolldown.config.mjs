import {bundleOf} from '../../scripts/workspace/bundle.mjs'

// oclif is by far the most of what a short command loads (src/oclif.ts).
export default bundleOf(import.meta.dirname, {inline: ['@oclif/core']})
