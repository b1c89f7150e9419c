import {describe, expect, it} from 'vitest'
import {userInfo} from 'node:os'
import {botoPaths, displayPath, homeOf} from './boto-paths.js'

const home = '/home/ada'
const paths = (env: Record<string, string>, at = home) => botoPaths({env, home: at})

describe.skipIf(process.platform === 'win32')('the files that Boto reads', () => {
  it('are these without any variable', () => {
    expect(paths({})).toEqual({
      credentials: '/home/ada/.aws/credentials',
      config: '/home/ada/.aws/config',
      ec2: null,
      boto: ['/etc/boto.cfg', '/home/ada/.boto'],
    })
  })

  it('follow their variables, with ~ and $NAME as Python takes them', () => {
    const env = {
      AWS_SHARED_CREDENTIALS_FILE: '$LAB/${NAME}.ini',
      AWS_CONFIG_FILE: '~/x/$UNKNOWN',
      AWS_CREDENTIAL_FILE: '~/$LAB',
      BOTO_CONFIG: '~',
      LAB: '~/lab',
      NAME: 'keys',
    }
    expect(paths(env)).toEqual({
      credentials: '/home/ada/lab/keys.ini',
      config: '/home/ada/x/$UNKNOWN',
      ec2: '/home/ada/$LAB',
      boto: ['/home/ada'],
    })
  })

  it('are none where a variable is set and empty', () => {
    expect(paths({AWS_CONFIG_FILE: '', AWS_CREDENTIAL_FILE: '', BOTO_CONFIG: ''})).toMatchObject({
      config: '',
      ec2: '',
      boto: [''],
    })
  })

  it('may be in the home of another user, if there is one', () => {
    const {username, homedir} = userInfo()
    expect(paths({AWS_CONFIG_FILE: `~${username}/c`}).config).toBe(`${homedir}/c`)
    expect(paths({AWS_CONFIG_FILE: '~nobody-of-that-name/c'}).config).toMatch(/\/~nobody-of-that-name\/c$/)
  })

  it('are at the root for an empty HOME, as in Python', () =>
    expect(paths({}, '').credentials).toBe('/.aws/credentials'))

  it('do not take what every object has for a variable', () => {
    expect(paths({AWS_CONFIG_FILE: '/$constructor'}).config).toBe('/$constructor')
  })
})

describe.skipIf(process.platform === 'win32')('the home directory', () => {
  it('is HOME, even an empty one, and else what the password database says', () => {
    expect(homeOf({HOME: '/x'})).toBe('/x')
    expect(homeOf({HOME: ''})).toBe('')
    expect(homeOf({})).toBe(userInfo().homedir)
  })

  it('is shown as ~', () => {
    expect(displayPath('/home/ada/.aws/config', home)).toBe('~/.aws/config')
    expect(displayPath('/home/adam/x', home)).toBe('/home/adam/x')
    expect(displayPath('/etc/boto.cfg', '/')).toBe('/etc/boto.cfg')
  })
})
