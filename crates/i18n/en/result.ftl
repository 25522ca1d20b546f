# The list of votes, and results.
results-title = Votes and results
results-lead = First the votes of our own city, then finished votes of other cities, under their own names and in their own currencies.
results-all = All votes
results-source = Source
results-licence = Terms of use: { $licence }.
results-no-contests = No vote has been prepared in this cycle yet.
results-voted = Voted: { $count }
results-voted-of = Voted: { $count } of { $roll } on the roll

result-title = Result
result-not-yet = Votes are counted after the close:
result-counted-at = Counted:
result-deviations = Where the act deviates from the count, and why
result-check = Check it yourself
result-check-text = Download the ballots, and anybody can count them again. The file has no names and no times.
result-download = Download the ballots (Pabulib)
result-hash = Fingerprint of the result (SHA-256): { $hash }
result-recorded = This is a finished vote of another city. The result is given as its source published it.
result-act = The result is confirmed: { $body }, act No. { $number }, { $date }.
result-no-act = This is a preliminary result. It takes effect once an official act confirms it.
result-summary = Projects that won: { $count }. They cost { $amount } of { $budget }.
result-winners = Won: { $count }
result-others = Did not win, and why: { $count }
result-ties = A tie made a difference
result-tie = { $items } have the same number of votes. The rule that decided: { $rule }.
result-tie-name = order of names
result-tie-number = lower ballot number
result-tie-lowest_cost = lower cost
result-tie-most_votes = more voters
result-tie-lot = published lot
result-tie-given = recorded decision of a commission
result-number = No. { $number } on the ballot

result-reason-funded = Place in the order: { $round }. Left after it: { $remaining }.
result-reason-funded_before = Funded by an earlier decision. Left after it: { $remaining }.
result-reason-lacks_money = { $more_votes ->
    [none] When its turn came, { $remaining } was left: { $missing } too little.
    [one] Lost by { $more_votes } vote: when its turn came, { $remaining } was left, { $missing } too little.
   *[other] Lost by { $more_votes } votes: when its turn came, { $remaining } was left, { $missing } too little.
}
result-reason-lost_tie = It has as many votes as { $to }, which comes first by the rule. When its turn came, { $remaining } was left: { $missing } too little.
result-reason-too_expensive = It costs { $missing } more than all the money there is.
result-reason-stopped_before = { $more_votes ->
    [none] The count stopped at { $at }, for which the money was not enough.
    [one] The count stopped at { $at }, for which the money was not enough. { $more_votes } more vote would have brought this one before it.
   *[other] The count stopped at { $at }, for which the money was not enough. { $more_votes } more votes would have brought this one before it.
}
result-reason-below_minimum = It has { $has } of at least { $minimum } votes: { $lacking } too few.
result-reason-lost_by_votes = { $short ->
    [one] { $short } vote fewer than the last winner, { $to }.
   *[other] { $short } votes fewer than the last winner, { $to }.
}
result-reason-incompatible = A project won that cannot be built together with it: { $with }.
result-reason-quota_full = The quota of its category was full: { $category }.
result-reason-places_reserved = The places left are kept for this category: { $category }.
result-reason-no_votes = Nobody voted for it.
result-reason-lacks_support = Its supporters' shares had { $supporters_have } left: { $missing } too little.
result-majority-grade = Majority grade: { $grade }.
result-grade-count = { $grade }: { $count }
result-components = Several counts make this result together; each has its own weight.
result-component = { $name }, weight { $weight } %: chosen by { $share } (voters: { $voters })
