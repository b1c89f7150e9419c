import {parsePolicy} from '../policies/document.js'
import type {Operation, OperationContext, Parameters} from '../service.js'
import {limitExceeded, noSuchEntity} from './errors.js'
import {pageOf} from './page.js'
import type {HolderKind} from './policy-holders.js'
import {policyDocument, policyName} from './validation.js'

/** PutUserPolicy, GetUserPolicy, DeleteUserPolicy, ListUserPolicies, or those of groups. */
export function inlinePolicyOperations(kind: HolderKind): [string, Operation][] {
  return [
    [`Put${kind.noun}Policy`, (context, parameters) => put(kind, context, parameters)],
    [`Get${kind.noun}Policy`, (context, parameters) => get(kind, context, parameters)],
    [`Delete${kind.noun}Policy`, (context, parameters) => remove(kind, context, parameters)],
    [`List${kind.noun}Policies`, (context, parameters) => list(kind, context, parameters)],
  ]
}

function put(kind: HolderKind, context: OperationContext, parameters: Parameters): undefined {
  const name = policyName(parameters)
  const document = policyDocument(parameters)
  const holderName = kind.nameForInline(parameters)
  const {inlinePolicies} = kind.permitted(context, `iam:Put${kind.noun}Policy`, holderName)
  parsePolicy(document)
  const others = [...inlinePolicies].filter(([other]) => other !== name).map(([, text]) => text)
  if (sizeOf([...others, document]) > kind.maxInlineSize) {
    const whose = `${kind.noun.toLowerCase()} ${holderName}`
    throw limitExceeded(`Maximum policy size of ${kind.maxInlineSize} bytes exceeded for ${whose}`)
  }
  inlinePolicies.set(name, document)
}

/** The document comes back encoded as in a URL (GetUserPolicy, API reference); clients decode it. */
function get(kind: HolderKind, context: OperationContext, parameters: Parameters): object {
  const name = policyName(parameters)
  const holderName = kind.nameForInline(parameters)
  const document = kind.permitted(context, `iam:Get${kind.noun}Policy`, holderName).inlinePolicies.get(name)
  if (document === undefined) throw noSuchPolicy(kind, name)
  return {[`${kind.noun}Name`]: holderName, PolicyName: name, PolicyDocument: encodeURIComponent(document)}
}

function remove(kind: HolderKind, context: OperationContext, parameters: Parameters): undefined {
  const name = policyName(parameters)
  const holder = kind.permitted(context, `iam:Delete${kind.noun}Policy`, kind.nameForInline(parameters))
  if (!holder.inlinePolicies.delete(name)) throw noSuchPolicy(kind, name)
}

function list(kind: HolderKind, context: OperationContext, parameters: Parameters): object {
  const holder = kind.permitted(context, `iam:List${kind.noun}Policies`, kind.nameForInline(parameters))
  const {items, end} = pageOf(parameters, [...holder.inlinePolicies.keys()], (name) => name)
  return {PolicyNames: items, ...end}
}

function sizeOf(documents: readonly string[]): number {
  return documents.join('').replaceAll(/\s/g, '').length
}

function noSuchPolicy({noun}: HolderKind, name: string) {
  return noSuchEntity(`The ${noun.toLowerCase()} policy with name ${name} cannot be found.`)
}
