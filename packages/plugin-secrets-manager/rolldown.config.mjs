import {bundleOf} from '../../scripts/workspace/bundle.mjs'

export default bundleOf(import.meta.dirname)
