# Rules in plain words.
rules-title = Rules
rules-lead = The rules of this cycle in plain words. Behind each sentence stands the published document.
rules-version = Version { $number }
rules-published = Published: { $date }
rules-hash = Fingerprint of the document (SHA-256): { $hash }
rules-reason = Reason of the change
rules-document = The whole document
rules-versions = All versions
rules-models-title = How other cities do it
rules-models-lead = The rules of four cities, written in one form and told in plain words. This system runs all four.
rules-all-supported = The system can run all of these rules.
rules-unsupported = What the system cannot run yet:
rules-none = The rules of this cycle are not published yet.

rules-section-money = Money
rules-section-proposals = Proposals
rules-section-vote = Voting and counting
rules-section-other = Other

rules-formula-criterion = Criterion of the allocation: { $name }, weight { $weight }.
rules-cap-mrp = A project costs at most { $multiplier } MRP (by the MRP of { $year }: { $amount }).
rules-cap-amount = A project costs at most { $amount }.
rules-no-cap = There is no cap on the cost of a project.
rules-proposers = Who proposes: { $by }.
rules-one-object = One proposal is about one object.
rules-merging = Similar proposals may be merged.
rules-no-merging = Proposals are not merged.
rules-rework = The author may rework a returned proposal and submit it again.
rules-no-rework = Nothing is returned for changes: a proposal is accepted or rejected.
rules-opens-with-account = Anyone with an account may begin a proposal.
rules-eligibility = { $action }: { $proof }; district: { $district }.
rules-registration = { $action }: kind of registration: { $registration }.
rules-body = { $task }: { $name } ({ $selection }).
rules-contest = Vote “{ $name }”: { $area }; voters: { $electorate }.
rules-ballot-knapsack = Choose as many projects as the budget allows.
rules-ballot-choose-one = Choose one project.
rules-ballot-replaceable = You may change your choice until the vote closes.
rules-ballot-final = A cast ballot stands.
rules-counting-greedy = Projects are taken by votes; those that the money does not cover are skipped.
rules-counting-equal-shares = Each voter holds an equal share of the money; a project is paid by those who support it.
rules-counting-majority-judgement = Projects are ordered by their median grade.
rules-counting-weighted-components = The result is a weighted sum of several parts.
rules-counting-formula-allocation = Money is allocated by a formula.
rules-component = { $name }: { $percent } %.
rules-limit-money = Projects are funded while money lasts.
rules-tie-break = On a tie, step { $step }: { $rule }.
rules-not-supported = The system cannot run this yet: { $rule }.

rule-ballot_classes_open = classes that no category belongs to
rule-equal_shares_by_number = equal shares with a fixed number of winners
rule-weighted_components_ranked = weighted components with ranked projects
rule-weighted_components_graded = weighted components with graded projects
rule-reserved_places_by_money = reserved places where money decides
rule-district_chosen_components = components where residents choose a district
rule-tie_break_lot = drawing lots

rule-fault-empty = Empty.
rule-fault-text_missing = The Kazakh or Russian text is missing.
rule-fault-bad_id = A short name has lower-case Latin letters and digits only.
rule-fault-repeated = Repeated.
rule-fault-unknown = The document has no such thing.
rule-fault-not_positive = Must be above zero.
rule-fault-cap_form = A cap is either a multiple of the MRP or an amount.
rule-fault-unknown_mrp_year = The MRP of this year is unknown.
rule-fault-field_missing = A needed field is missing.
rule-fault-field_unused = This kind of rule has no such field.
rule-fault-out_of_range = The numbers contradict each other.
rule-fault-weights_not_100 = The weights do not make 100.
rule-fault-task_not_entrusted = Nobody is entrusted with this task.
rule-fault-same_body = One body both reviews and decides the appeals.
rule-fault-calendar = The calendar has a fault.

body-task-formal_review = Formal check
body-task-clearance = Clearance
body-task-council_review = Council review
body-task-appeals = Appeals
body-task-confirm_result = Confirming the result
body-task-proposing = Proposing
body-task-voting = Voting
body-task-delivery = Delivery
body-task-account = Giving account
body-task-inspection = Inspection

rules-envelopes-equal = { $total ->
    [none] { $name }: { $area }, parts: { $count }, shared equally.
   *[other] { $name }: { $area }, parts: { $count }, { $total } shared equally.
}
rules-envelopes-declared = { $total ->
    [none] { $name }: { $area }, parts: { $count }, amounts set by decision.
   *[other] { $name }: { $area }, parts: { $count }, { $total } in all, amounts set by decision.
}
rules-envelopes-formula = { $total ->
    [none] { $name }: { $area }, parts: { $count }, allocated by a formula.
   *[other] { $name }: { $area }, parts: { $count }, { $total } allocated by a formula.
}
rules-applications = { $count ->
    [one] One author makes at most { $count } proposal.
   *[other] One author makes at most { $count } proposals.
}
rules-supporters = { $count ->
    [one] A proposal needs the support of at least { $count } resident.
   *[other] A proposal needs the support of at least { $count } residents.
}
rules-minimum-age = { $age ->
    [one] { $action }: from { $age } year of age.
   *[other] { $action }: from { $age } years of age.
}
rules-delegates = { $name }: up to { $present } present, one delegate for every { $per } people.
rules-delegates-beyond = { $name }: beyond that, one delegate for every { $per } people.
rules-ballot-approval = { $max ->
    [none] Choose as many projects as you like.
    [one] Choose at most { $max } project.
   *[other] Choose at most { $max } projects.
}
rules-ballot-ranked = { $max ->
    [none] Rank the projects.
    [one] Rank at most { $max } project.
   *[other] Rank at most { $max } projects.
}
rules-ballot-cumulative = { $points ->
    [one] Share out { $points } point among the projects.
   *[other] Share out { $points } points among the projects.
}
rules-ballot-graded = { $grades ->
    [one] Grade each project: { $grades } grade.
   *[other] Grade each project: { $grades } grades.
}
rules-ballot-class = { $max ->
    [one] In the class “{ $name }” at most { $max } project.
   *[other] In the class “{ $name }” at most { $max } projects.
}
rules-limit-number = { $total ->
    [none] Winners: { $min } to { $max }.
   *[other] Winners: { $min } to { $max }, { $total } in all.
}
rules-reserved = { $places ->
    [one] { $places } place is reserved for “{ $name }”.
   *[other] { $places } places are reserved for “{ $name }”.
}
rules-minimum-votes = { $votes ->
    [one] A project needs at least { $votes } vote.
   *[other] A project needs at least { $votes } votes.
}
rules-answer-days = { $days ->
    [one] Questions are answered within { $days } day.
   *[other] Questions are answered within { $days } days.
}
