export type XmlValue = string | number | boolean | undefined | readonly XmlValue[] | {readonly [name: string]: XmlValue}

/** A structure as the query protocol writes it: members in order, lists as `<member>`s, what is undefined left out. */
export function xmlOf(value: XmlValue): string {
  if (value === undefined) return ''
  if (isList(value)) return value.map((item) => element('member', item)).join('')
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, member]) => element(name, member))
      .join('')
  }
  return escapeXml(String(value))
}

function element(name: string, value: XmlValue): string {
  return value === undefined ? '' : `<${name}>${xmlOf(value)}</${name}>`
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Messages repeat what was sent, so characters that XML 1.0 cannot hold at all become a question mark. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '?')
}
