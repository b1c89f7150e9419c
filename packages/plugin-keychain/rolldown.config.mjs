import {bundleOf} from '../../scripts/workspace/bundle.mjs'

// Whoever installs this plugin has mturk already: a few files of core go in, so that all of it need not come a second time.
export default bundleOf(import.meta.dirname, {inline: ['@mturk-cli/core']})
