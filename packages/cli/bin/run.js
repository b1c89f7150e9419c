#!/usr/bin/env node
// The default export: an older Node lacks the named one, and would fail before it could say what it needs.
import module from 'node:module'

import {unsupportedNode} from './node-version.js'

const complaint = unsupportedNode(process.versions.node)
if (complaint) {
  console.error(complaint)
  process.exit(1)
}
// Compiled code is kept between runs; without a place for it the command is slower and otherwise the same.
module.enableCompileCache?.()
const {main} = await import('../dist/main.js')
await main(import.meta.url)
