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
