import {constants} from 'node:fs'

// Windows lacks O_NOFOLLOW and O_NONBLOCK; an undefined flag counts as 0 in these sums.

/** A file that was not there before, and no link to anything. */
export const NEW_FILE = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW

/** For reading; a link is refused, and a pipe without a writer does not block. */
export const EXISTING_FILE = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
