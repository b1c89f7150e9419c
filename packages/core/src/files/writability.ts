import {access, constants, stat} from 'node:fs/promises'
import path from 'node:path'
import {resolveTarget} from './directories.js'
import {codeOf} from './file-errors.js'

/** Why `editFile` could not change this file, as the rest of a sentence about it; undefined: it could. No effects. */
export async function whyNotWritable(file: string): Promise<string | undefined> {
  if (file === '') return 'it has no name'
  try {
    const target = await resolveTarget(file)
    const found = await statOf(target)
    if (found === null) return await whyNotMakeable(path.dirname(target))
    if (!found.isFile()) return found.isDirectory() ? 'it is a directory' : 'it is no ordinary file'
    if (found.nlink > 1) return `it has ${found.nlink} names (hard links), and a change would split them`
    return (await whyDenied(target)) ?? (await whyDenied(path.dirname(target), 'its directory'))
  } catch (error) {
    return codeOf(error) === 'ELOOP' ? 'its symbolic link leads in a circle' : 'you have no permission to see it'
  }
}

async function whyNotMakeable(directory: string): Promise<string | undefined> {
  const found = await statOf(directory)
  if (found === null)
    return path.dirname(directory) === directory ? 'its disk is missing' : whyNotMakeable(path.dirname(directory))
  return found.isDirectory() ? whyDenied(directory, `the directory ${directory}`) : `${directory} is no directory`
}

async function whyDenied(place: string, name = 'it'): Promise<string | undefined> {
  try {
    await access(place, constants.W_OK)
    return undefined
  } catch (error) {
    return codeOf(error) === 'EROFS' ? `${name} is on a read-only file system` : `${name} is not yours to write`
  }
}

async function statOf(file: string) {
  try {
    return await stat(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null
    throw error
  }
}
