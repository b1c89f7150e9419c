import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {fileURLToPath} from 'node:url'
import {delimiter, dirname, join, relative, sep} from 'node:path'

/** For compiled code: one for all tests, so that they are quick and what a test finds in a home is what mturk means to leave. */
const CACHE = fileURLToPath(new URL('../../.nx/mturk-cache', import.meta.url))

/** A throw-away home directory. Paths are relative to it, with `/` on every system. */
export class Home {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-home-')))

  /** The whole path of a file, whether it exists or not. */
  at(file: string): string {
    return join(this.path, file)
  }

  /** Writes a file, with the folders that lead to it. Mode 0600 unless another is given. */
  write(file: string, content: string | Uint8Array, mode = 0o600): string {
    mkdirSync(dirname(this.at(file)), {recursive: true, mode: 0o700})
    writeFileSync(this.at(file), content)
    chmodSync(this.at(file), mode)
    return this.at(file)
  }

  read(file: string): string {
    return readFileSync(this.at(file), 'utf8')
  }

  /** Permission bits as `ls` counts them: '600'. */
  mode(file: string): string {
    return (statSync(this.at(file)).mode & 0o7777).toString(8)
  }

  /** Every file below, sorted; folders are not named. */
  list(): string[] {
    return readdirSync(this.path, {recursive: true, withFileTypes: true})
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(this.path, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort()
  }

  /** All files with their contents: for "not a byte changed". */
  snapshot(): Record<string, string> {
    return Object.fromEntries(this.list().map((file) => [file, readFileSync(this.at(file)).toString('latin1')]))
  }

  /** What a child process gets: this home, the Node that runs the tests first on PATH, and nothing of the person's. */
  env(): Record<string, string> {
    const PATH = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter)
    if (process.platform !== 'win32') return {HOME: this.path, PATH, MTURK_CACHE_DIR: CACHE}
    const {SystemRoot = '', ComSpec = '', PATHEXT = '', TEMP = ''} = process.env
    const local = join(this.path, 'AppData', 'Local')
    return {
      SystemRoot,
      ComSpec,
      PATHEXT,
      TEMP,
      HOME: this.path,
      USERPROFILE: this.path,
      LOCALAPPDATA: local,
      PATH,
      MTURK_CACHE_DIR: CACHE,
    }
  }

  remove(): void {
    rmSync(this.path, {recursive: true, force: true})
  }
}
