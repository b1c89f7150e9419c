import {fileURLToPath} from 'node:url'
import {dirname, join} from 'node:path'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** @param {string[]} parts */
export const inRoot = (...parts) => join(root, ...parts)
