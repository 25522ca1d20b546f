# Voting, the ballot, the receipt.
vote-title = Voting
vote-counter = You can do without the internet: come to your district akimat with your identity card and vote there.
vote-none = There is no vote now in which you can take part.
vote-recorded = Your vote is recorded
vote-recorded-by = A vote was recorded in your name: { $channel }. If that was not you, come to your district akimat with your identity card.
vote-items = { $count ->
    [one] { $count } project on the ballot
   *[other] { $count } projects on the ballot
}
vote-change = Change my choice
vote-choose-where = In this vote you choose yourself in which district you vote: in one of them.
vote-here = Vote here

ballot-title = Ballot
ballot-sign-in = Sign in to vote.
ballot-not-open = This vote is not open now. State: { $state }.
ballot-may-not = You cannot vote yet. The reason:
ballot-already-final = Your vote is recorded. Under the rules it cannot be changed.
ballot-voted-before = You have voted already. If you vote again, the new vote counts instead of the earlier one.
ballot-step-choose = Choose projects
ballot-step-review = Check your choice
ballot-step-done = Your vote is recorded
ballot-search = Search the ballot
ballot-none-found = There is no such project.
ballot-full = { $count ->
    [one] You can choose { $count } project at most. Remove the chosen one first.
   *[other] You can choose { $count } projects at most. Remove one of them first.
}
ballot-too_few_choices = { $count ->
    [one] Choose at least { $count } project.
   *[other] Choose at least { $count } projects.
}
ballot-too_many_choices = { $count ->
    [one] You can choose { $count } project at most.
   *[other] You can choose { $count } projects at most.
}
ballot-read = Read more (new window)
ballot-read-label = Read more about “{ $name }”, opens in a new window
ballot-remove-label = Remove “{ $name }” from my choice
ballot-basket = Your choice
ballot-chosen-of = { $count } of { $max } chosen
ballot-chosen = { $count } chosen
ballot-proceed = Check my choice
ballot-back = Back, to change it
ballot-sum = The chosen projects cost { $amount } together.
ballot-review-replaceable = You can change your choice until the vote closes: the last one counts.
ballot-review-final = A vote that was cast cannot be changed.
ballot-cast = Cast my vote
ballot-not-recorded = It is not confirmed that your vote was recorded. Press the button again: the same ballot counts only once in any case.
ballot-secret = Your choice is stored apart from your name and does not stay on this device.

receipt-title = Receipt of your vote
receipt-recorded = Your vote is in the box.
receipt-replaceable = You can change your choice
receipt-tracking = Tracking code
receipt-what-for = When the ballots are published, this code lets you check that yours was counted. Until then it tells nobody how you voted.
receipt-commitment = Full fingerprint (SHA-256)
receipt-download = Download
receipt-kept = The receipt is kept on this device only, and your choice is not in it.
receipt-list = Receipts on this device
receipt-counts = The newest receipt of this vote.
receipt-replaced = Replaced by a later ballot.
receipt-forget = Remove the receipts from this device
ballot-up = Up
ballot-up-label = Move “{ $name }” one place up
ballot-place = Place { $number }
ballot-points = { $count ->
    [one] { $count } point
   *[other] { $count } points
}
ballot-points-label = Points
ballot-points-of = { $count } of { $max } points given
ballot-no-grade = No grade
ballot-graded-of = { $count } of { $max } projects graded
ballot-class = { $class }: { $count } of { $max }
ballot-class-full = { $count ->
    [one] In “{ $class }” you can choose { $count } project at most.
   *[other] In “{ $class }” you can choose { $count } projects at most.
}
ballot-too_many_points = { $count ->
    [one] You have { $count } point to share out.
   *[other] You have { $count } points to share out.
}
