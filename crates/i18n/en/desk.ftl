# The officials' desk.
desk-nothing-owed = You owe nothing.
desk-oldest-overdue = The oldest overdue duty
desk-next = The next duty
desk-all = All duties: { $count }, overdue: { $overdue }
desk-was-due = It was due:
desk-do-review = Review the proposal
desk-do-appeal = Decide the appeal
desk-do-answer = Answer the question
desk-do-cycle = Open the cycle

desk-end = End this duty
desk-end-how = How it ends
desk-end-done = Done
desk-end-decided = Decided
desk-end-declined = Declined under a clause
desk-end-submit = End and publish
desk-decline = Decline under a clause
desk-note = What was done or decided
desk-public = The text will be published. Write it in Kazakh and in Russian.
desk-clause = Clause of the rules
desk-clause-hint = For example, 3.2

desk-queue-count = Waiting for a review: { $count } of { $all }
desk-queue-start = Begin with the oldest
desk-queue-empty = There are no such proposals.
desk-queue-kind = What to do
desk-queue-keys = Enter the list with Tab; then j is the next one, k the one before, Enter opens it.

desk-revision = Revision { $number }
desk-criteria = Criteria
desk-decide = Decision
desk-decide-submit = Publish the decision
desk-office = In whose name
desk-no-office = You are not a member of a body that the rules entrust with this proposal.
desk-decision = Decision
desk-fact = The fact that it rests on
desk-fact-hint = What can be checked: address, area, number of a document.
desk-reason = Reason
desk-no-decision = This proposal is not up for a decision now. State: { $state }.
desk-next-in-queue = The next one in the queue
desk-appeal-uphold = Uphold the appeal: the proposal goes to the vote
desk-appeal-dismiss = Dismiss the appeal: the decision stands

desk-answer-title = Answer a question
desk-proposal-text = Text of the proposal
desk-no-questions = No question about this project waits for an answer.
desk-answer-text = Official answer
desk-answer-hint = Say what will be done, when and by whom. “Taken into consideration” is no answer.
desk-answer-lang = Language of the answer
desk-answer-submit = Publish the answer

desk-next-steps = What may come next
desk-no-steps = There are no further steps in this cycle.
desk-steps-done = What happened
desk-step-ready = Ready
desk-step-not-yet = Not ready yet
desk-leads-to = Next phase: { $phase }
desk-from = Begins:
desk-checklist = What must hold
desk-all-met = All conditions are met.
desk-exception = An exception: it needs a public reason
desk-act = Act on which it rests
desk-by-calendar = by itself, by the calendar
desk-by-official = by an official

desk-calendar = Calendar
desk-zone = Local time ({ $zone })
desk-phase = Phase
desk-starts = Begins
desk-ends = Last minute
desk-not-extendable = The running phase cannot be extended.
desk-extend = Extend the phase
desk-extend-text = The running phase ends later, and all that follow move by as much. The reason is published.
desk-new-end = New end
desk-new-end-hint = Local time: from this instant on the phase is closed.
desk-new-end-fault = Choose a day and a time.
