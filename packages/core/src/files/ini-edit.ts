import {readLines, type IniDocument, type IniLine, type IniOption, type IniSection} from './ini-document.js'
import {complaintAboutSection} from '../credentials/profile-name.js'
import {complaintAboutValue} from './ini-text.js'
import {indentOf, strip, stripEnd} from './python-text.js'

/**
 * Changes to an INI file that touch only the lines they are about. Each takes a document and gives a new one; everything
 * else keeps its bytes. Section names are matched as they stand between the brackets, option names whatever their case.
 * Of a section that stands there twice the last is meant, as for Python's dictionaries.
 */
export type IniEdit =
  | {readonly kind: 'set'; readonly section: string; readonly option: string; readonly value: string}
  | {readonly kind: 'unset'; readonly section: string; readonly option: string}
  /** Takes a section away if nothing is left in it, not even a comment. */
  | {readonly kind: 'prune'; readonly section: string}

/** Throws a RangeError, which never repeats a value, where a name or value cannot stand in an INI file. */
export function editDocument(document: IniDocument, edits: readonly IniEdit[]): IniDocument {
  return edits.reduce((now, edit) => {
    switch (edit.kind) {
      case 'set':
        return setOption(now, edit.section, edit.option, edit.value)
      case 'unset':
        return unsetOption(now, edit.section, edit.option)
      case 'prune':
        return pruneSection(now, edit.section)
    }
  }, document)
}

function setOption(document: IniDocument, name: string, optionName: string, value: string): IniDocument {
  const complaint = complaintAboutValue(value)
  if (complaint !== undefined) throw new RangeError(`The value of ${optionName} ${complaint}.`)
  const section = sectionOf(document, name)
  if (!section) return addSection(document, name, optionName, value)
  const option = optionOf(section, optionName)
  return option ? replaceValue(document, option, value) : addOption(document, section, optionName, value)
}

function replaceValue(document: IniDocument, option: IniOption, value: string): IniDocument {
  const line = document.lines[option.line] as IniLine
  const {before, after} = aroundValue(line.text)
  // `key =` with a blank before the sign wants one after it.
  const gap = value !== '' && after === '' && /[ \t][=:]$/.test(before) ? ' ' : ''
  const lines = [...document.lines]
  lines[option.line] = encodable({...line, text: before + gap + value + after})
  return readLines(without(lines, option.continuation))
}

/** An option's line in three pieces: up to the value, the value, and the blanks behind it. */
export function aroundValue(text: string): {before: string; value: string; after: string} {
  const separator = text.search(/[=:]/) + 1
  const rest = text.slice(separator)
  const value = strip(rest)
  if (value === '') return {before: text, value, after: ''}
  const start = separator + indentOf(rest)
  return {before: text.slice(0, start), value, after: text.slice(start + value.length)}
}

function addOption(document: IniDocument, section: IniSection, name: string, value: string): IniDocument {
  const last = section.options.at(-1)
  const place = last ? Math.max(last.line, ...last.continuation) + 1 : endOfHeading(document, section)
  const indent = last ? leadingBlanks(document.lines[last.line]) : indentOfNext(document, section)
  const text = `${indent}${name}${separatorIn(document, section)}${value}`
  return readLines(inserted(document.lines, place, [text]))
}

/**
 * Where the first option of a section goes: behind its comments, but before one that stands directly on the next header
 * and so belongs to that.
 */
function endOfHeading({lines}: IniDocument, section: IniSection): number {
  let end = section.end
  const isComment = (line: number) => /^[#;]/.test(strip((lines[line] as IniLine).text))
  if (end < lines.length) while (end > section.header + 1 && isComment(end - 1)) end--
  while (end > section.header + 1 && strip((lines[end - 1] as IniLine).text) === '') end--
  return end
}

/** With less indentation than the next header has, a new option would swallow that header as its continuation. */
function indentOfNext({lines}: IniDocument, section: IniSection): string {
  return leadingBlanks(lines[section.end])
}

function leadingBlanks(line: IniLine | undefined): string {
  return line === undefined ? '' : line.text.slice(0, indentOf(line.text))
}

/** ` = `, unless this section, or else this file, writes it otherwise. Options without a value on their line say nothing. */
function separatorIn(document: IniDocument, section: IniSection): string {
  for (const {options} of [section, ...document.sections]) {
    for (const option of options) {
      const {before, value} = aroundValue((document.lines[option.line] as IniLine).text)
      if (value === '') continue
      const separator = /[ \t]*[=:][ \t]*$/.exec(before)
      if (separator) return separator[0]
    }
  }
  return ' = '
}

function addSection(document: IniDocument, name: string, option: string, value: string): IniDocument {
  const complaint = complaintAboutSection(name)
  if (complaint !== undefined) throw new RangeError(`The section name ${JSON.stringify(name)} ${complaint}.`)
  const {lines} = document
  const blankAtEnd = lines.length === 0 || strip((lines.at(-1) as IniLine).text) === ''
  const nowhere = {name, header: lines.length, end: lines.length, options: []}
  const texts = [...(blankAtEnd ? [] : ['']), `[${name}]`, `${option}${separatorIn(document, nowhere)}${value}`]
  return readLines(inserted(lines, lines.length, texts))
}

function unsetOption(document: IniDocument, name: string, optionName: string): IniDocument {
  const section = sectionOf(document, name)
  const option = section && optionOf(section, optionName)
  return option ? readLines(without(document.lines, [option.line, ...option.continuation])) : document
}

function pruneSection(document: IniDocument, name: string): IniDocument {
  const section = sectionOf(document, name)
  if (!section) return document
  const inside = document.lines.slice(section.header + 1, section.end)
  if (inside.some(({text}) => strip(text) !== '') || hasTrailer(document, section)) return document
  const pruned = readLines([...document.lines.slice(0, section.header), ...document.lines.slice(section.end)])
  // An indented header below would now go on with the value above; then the empty section has to stay.
  return pruned.sections.length === document.sections.length - 1 ? pruned : document
}

/** `[lab]  # the lab's account`: something behind the bracket that a person wrote. */
function hasTrailer(document: IniDocument, section: IniSection): boolean {
  return !stripEnd((document.lines[section.header] as IniLine).text).endsWith(']')
}

function sectionOf(document: IniDocument, name: string): IniSection | undefined {
  return document.sections.findLast((section) => section.name === name)
}

function optionOf(section: IniSection, name: string): IniOption | undefined {
  return section.options.findLast((option) => option.name === name.toLowerCase())
}

function without(lines: readonly IniLine[], indexes: readonly number[]): readonly IniLine[] {
  const gone = new Set(indexes)
  return gone.size === 0 ? lines : lines.filter((_, index) => !gone.has(index))
}

/** Puts lines in, with the line end of the neighbour above, else of the file, else LF. */
function inserted(lines: readonly IniLine[], place: number, texts: readonly string[]): IniLine[] {
  const above = lines[place - 1]
  const end = above?.end || lines.find((line) => line.end !== '')?.end || '\n'
  const before = lines.slice(0, place)
  if (above && above.end === '') before[place - 1] = {...above, end}
  return [...before, ...texts.map((text): IniLine => ({text, encoding: 'utf8', end})), ...lines.slice(place)]
}

/** A line that was no UTF-8 stays in its own encoding, as long as that has the characters. */
function encodable(line: IniLine): IniLine {
  // oxlint-disable-next-line no-control-regex -- the whole of Latin-1 is meant
  if (line.encoding === 'latin1' && /[^\x00-\xff]/.test(line.text)) {
    throw new RangeError('A line that is not UTF-8 cannot take a value that is not Latin-1.')
  }
  return line
}
