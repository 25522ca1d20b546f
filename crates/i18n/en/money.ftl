# The money of a cycle: where it came from and where it went.
money-title = Money
money-lead = Every tenge of every envelope, from the announcement to the last payment. The figures are sums of the public ledger.
money-link = The money: where it came from and where it went
money-envelopes = Envelopes
money-envelope = Envelope
money-paid = Paid
money-bound = Reserved or under contract
money-free = Not yet assigned
money-lost = Lapsed or returned
money-flow = { $envelope }: fiscal year { $year }
money-year-end = What the end of { $year } took
money-lapsed = lapsed
money-carried = carried to { $year }: { $body }, No. { $number } of { $date }
money-empty = No money has been announced yet.
money-ledger = All entries (CSV)
money-balanced = The ledger balances: checked on { $date }, { $count } entries replayed; nothing disappeared and nothing came from nowhere.
money-unbalanced = The ledger does not balance: the check on { $date } found a fault ({ $count } entries). The akimat owes an explanation.

allocation-title = Shared out by a formula
allocation-lead = { $total } was shared out: each criterion has a weight, and money follows the sum of points times weights, to the smallest unit.
allocation-points = Points in all
allocation-share = Share
allocation-remainder-largest = The smallest units that rounding left went to those who lost most by it.
allocation-remainder-most_points = The smallest units that rounding left went to those with the most points.
allocation-remainder-listed = The smallest units that rounding left went out in the order listed.
