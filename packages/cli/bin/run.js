#!/usr/bin/env node
import {keepCompiledCode} from './compile-cache.js'
import {complaintAboutHome, refuseHome} from './home.js'
import {unsupportedNode} from './node-version.js'

const complaint = unsupportedNode(process.versions.node)
if (complaint) {
  console.error(complaint)
  process.exit(1)
}
const homeless = complaintAboutHome()
if (homeless) refuseHome(homeless)
else {
  keepCompiledCode()
  const {main} = await import('../dist/main.js')
  await main(import.meta.url)
}
