/**
 * The parts of oclif that our commands use. They come from here and not from @oclif/core, because the build puts oclif
 * into this package's files: read as some 160 modules it takes half of the time that a short command has (bench/).
 */
export {Args, Command, Config, Flags, handle, ModuleLoader, run, settings, type Interfaces} from '@oclif/core'
