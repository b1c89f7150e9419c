/** What somebody would write by hand to see their balance: the measure for `mturk balance`. */
import {GetAccountBalanceCommand, MTurkClient} from '@aws-sdk/client-mturk'

const client = new MTurkClient({region: 'us-east-1'})
const {AvailableBalance} = await client.send(new GetAccountBalanceCommand({}))
console.log(`$${AvailableBalance}`)
