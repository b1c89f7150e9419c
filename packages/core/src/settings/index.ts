export {nearest} from './nearest.js'
export {ownSettings, type OwnSettingName} from './own-settings.js'
export {readSettings, type Settings} from './settings.js'
