# Words for domain values: key = <enum>-<code>.
lang-kk = Қазақша
lang-ru = Русский
lang-en = English

currency-KZT = tenge
currency-EUR = euro
currency-PLN = złoty
currency-USD = US dollar
currency-CHF = Swiss franc
currency-HUF = forint
currency-KRW = won
currency-BRL = Brazilian real

stage-planning = Planning
stage-approval = Approval
stage-execution = Execution
stage-reporting = Reporting

programme-kind-district = District programme
programme-kind-city = City-wide programme
programme-kind-school = School programme
programme-kind-theme = Themed programme

phase-setup = Preparation
phase-proposals = Collecting proposals
phase-review = Review
phase-rework = Rework by authors
phase-re_review = Second review
phase-appeals = Appeals
phase-frozen = Ballot fixed
phase-voting = Voting
phase-results = Results
phase-delivery = Delivery
phase-reports = Reports
phase-closed = Closed
phase-cancelled = Cancelled

proposal-state-draft = Draft
proposal-state-submitted = Submitted
proposal-state-under_review = Under review
proposal-state-needs_changes = Needs changes
proposal-state-rejected = Rejected
proposal-state-appealed = Appealed
proposal-state-eligible = Eligible
proposal-state-finally_rejected = Finally rejected
proposal-state-frozen = On the ballot
proposal-state-withdrawn = Withdrawn
proposal-state-merged = Merged
proposal-state-carried_over = Carried over

contest-state-prepared = Being prepared
contest-state-open = Open
contest-state-counting = Counting
contest-state-counted = Counted
contest-state-decided = Confirmed
contest-state-recorded = Recorded from source
contest-state-annulled = Annulled

ballot-item-state-listed = On the ballot
ballot-item-state-decided = Decided

item-outcome-funded = Funded
item-outcome-not_funded = Not funded

work-state-planned = Planned
work-state-design = In design
work-state-tender = Out to tender
work-state-tender_failed = Tender failed
work-state-awarded = Awarded
work-state-contracted = Contracted
work-state-in_progress = In progress
work-state-completed = Completed
work-state-accepted = Accepted
work-state-deferred = Deferred
work-state-reduced = Reduced
work-state-terminated = Terminated
work-state-cancelled = Cancelled
work-state-warranty = Warranty repair

contract-state-signed = Signed
contract-state-active = Active
contract-state-completed = Completed
contract-state-settled = Settled
contract-state-terminated = Terminated

channel-web = Website
channel-counter = At the counter
channel-app = Another app
channel-import = Imported
channel-desk = Officials’ desk

role-organiser = Organiser
role-reviewer = Reviewer
role-council_member = Council member
role-moderator = Moderator
role-clerk = Clerk
role-executor = Executor
role-finance = Finance officer
role-auditor = Auditor
role-admin = Administrator

body-kind-expert_council = Expert council
body-kind-appeal_commission = Appeal commission
body-kind-district_akimat = District akimat
body-kind-city_akimat = City akimat
body-kind-department = Department
body-kind-maslikhat = Maslikhat
body-kind-committee = Committee
body-kind-assembly = Assembly
body-kind-delegate_forum = Delegate forum
body-kind-school = School
body-kind-inspection_committee = Inspection committee

selection-appointed = Appointed
selection-elected = Elected
selection-lot = Chosen by lot
selection-ex_officio = Ex officio
selection-open = Open to all residents

review-kind-formal = Formal check
review-kind-clearance = Clearance
review-kind-council = Council review
review-kind-appeal = Appeal review

review-decision-accept = Accept
review-decision-return = Return for changes
review-decision-reject = Reject

duty-kind-review_proposal = Review a proposal
duty-kind-answer_question = Answer a question
duty-kind-decide_appeal = Decide an appeal
duty-kind-re_review_proposal = Review a reworked proposal
duty-kind-confirm_result = Confirm the result
duty-kind-open_phase = Open a phase
duty-kind-publish_report = Publish a report
duty-kind-answer_dispute = Answer a dispute
duty-kind-repair_defect = Repair a defect

duty-ending-done = Done
duty-ending-decided = Decided
duty-ending-declined = Declined with a clause
duty-ending-removed = Its subject went away

comment-kind-comment = Comment
comment-kind-question = Question
comment-kind-official_answer = Official answer

registration-permanent = Permanent registration
registration-temporary = Temporary registration
registration-none = No registration

proof-level-account = Account only
proof-level-register = Matched with the register
proof-level-in_person = Document seen in person

resident-action-propose = Propose
resident-action-support = Support
resident-action-comment = Comment
resident-action-vote = Vote
resident-action-appeal = Appeal
resident-action-verdict = Give a verdict

ledger-account-outside = Outside
ledger-account-announced = Announced
ledger-account-available = Available
ledger-account-reserved = Reserved
ledger-account-committed = Committed
ledger-account-paid = Paid
ledger-account-saved = Saved
ledger-account-surrendered = Surrendered
ledger-account-lapsed = Lapsed
ledger-account-next_year = Carried to next year

entry-kind-announce = Announcement
entry-kind-approve = Approval
entry-kind-top_up = Top-up
entry-kind-cut = Cut
entry-kind-transfer = Transfer
entry-kind-reserve = Reservation
entry-kind-contract = Contract
entry-kind-pay = Payment
entry-kind-save = Saving
entry-kind-reuse = Reuse of savings
entry-kind-surrender = Surrender
entry-kind-lapse = Lapse
entry-kind-carry = Carry-over
entry-kind-bring_forward = Brought forward from last year
entry-kind-reversal = Reversal

ledger-fault-gap = a place in the ledger is missing or taken twice
ledger-fault-order = entries stand out of order
ledger-fault-refused = an entry breaks a rule
ledger-fault-balance = a balance is wrong
ledger-fault-sum = the accounts do not add up to zero

ballot-kind-approval = Choose several projects
ballot-kind-knapsack = Choose within the budget
ballot-kind-cumulative = Share out points
ballot-kind-ranked = Rank projects
ballot-kind-choose_one = Choose one project
ballot-kind-graded = Grade each project

cycle-event-open_proposals = Open proposals
cycle-event-open_review = Start the review
cycle-event-open_rework = Open rework
cycle-event-open_re_review = Start the second review
cycle-event-open_appeals = Open appeals
cycle-event-freeze = Fix the ballot
cycle-event-open_voting = Open voting
cycle-event-close_voting = Close voting
cycle-event-confirm_results = Confirm the results and start delivery
cycle-event-open_reports = Open reports
cycle-event-close = Close the cycle
cycle-event-cancel = Cancel the cycle
cycle-event-extend = Extend the phase
cycle-event-annul_vote = Annul the vote

proposal-event-submit = Submitted
proposal-event-take_up = Taken up for review
proposal-event-return = Returned for changes
proposal-event-resubmit = Submitted again
proposal-event-accept = Accepted for the vote
proposal-event-reject = Rejected
proposal-event-appeal = Appealed
proposal-event-uphold_appeal = Appeal upheld
proposal-event-dismiss_appeal = Appeal dismissed
proposal-event-freeze = Put on the ballot
proposal-event-withdraw = Withdrawn by the author
proposal-event-merge_into = Merged into another
proposal-event-split_off = A part was split off
proposal-event-expire_rework = Not reworked in time
proposal-event-expire_support = Too few supporters in time
proposal-event-carry_over = Carried over

duty-standing-open = Open
duty-standing-overdue = Overdue
duty-standing-met = Met
duty-standing-late = Late
duty-standing-removed = Removed

document-kind-identity_card = Identity card
document-kind-passport = Passport
document-kind-residence_permit = Residence permit
document-kind-stateless_certificate = Certificate of a stateless person
document-kind-foreign_passport = Foreign passport

district-rule-own = Own district only
district-rule-any = Any district
district-rule-chosen = One chosen district

calendar-fault-missing_window = A phase has no dates
calendar-fault-unexpected_window = A phase that should not be there
calendar-fault-empty_window = A phase ends before it starts
calendar-fault-out_of_order = Phases are out of order
calendar-fault-gap = There is a gap between phases
calendar-fault-overlap = Phases overlap
calendar-fault-appeals_too_short = Too few days for appeals
calendar-fault-voting_too_short = Too few days for voting
calendar-fault-unknown_zone = Unknown time zone
calendar-fault-no_such_local_time = No such local time

area-city = The whole city
area-district = A district
area-region = A region
area-theme = A theme
area-school = A school

allocation-equal = Equal shares
allocation-declared = Set by decision
allocation-formula = By a formula

proposers-residents = Residents
proposers-anyone = Anyone
proposers-assemblies = Assemblies

electorate-residents = Residents
electorate-committee = A committee
electorate-assembly = An assembly
electorate-school = A school community
electorate-components = Several groups with weights

counting-kind-greedy = Most votes first, while money lasts
counting-kind-equal_shares = Method of equal shares
counting-kind-majority_judgement = Majority judgement
counting-kind-weighted_components = Weighted components
counting-kind-formula_allocation = Allocation by formula

count-limit-money = Limited by money
count-limit-number = Limited by number

tie-break-cheaper = The cheaper one
tie-break-more_expensive = The more expensive one
tie-break-earlier = The earlier one
tie-break-more_supporters = The one with more supporters
tie-break-lower_number = The lower ballot number
tie-break-lot = By lot
tie-break-decision = By a recorded decision

work-event-start_design = Design started
work-event-pass_expertise = Expert review passed
work-event-announce_tender = Tender announced
work-event-fail_tender = Tender failed
work-event-award = Winner named
work-event-sign_contract = Contract signed
work-event-start = Building started
work-event-deliver_part = A part was delivered
work-event-complete = Building finished
work-event-accept = Accepted by act
work-event-refuse_acceptance = Acceptance refused
work-event-defer = Deferred
work-event-resume = Resumed
work-event-reduce = Scope reduced
work-event-terminate = Terminated
work-event-cancel = Cancelled
work-event-claim_warranty = Warranty defect reported
work-event-order_repair = Repair ordered again
defect-state-owed = Not repaired
defect-state-declined = Repair declined
defect-state-repaired = Repaired
contract-event-activate = Put into effect
contract-event-amend = Amended
contract-event-complete = Completed
contract-event-settle = Settled
contract-event-terminate = Terminated
verdict-kind-confirm = I confirm it is done
verdict-kind-dispute = I dispute it
photo-subject-update = Update
photo-subject-verdict = Verdict
photo-subject-defect = Defect

report-kind-project = Project passport
report-kind-district = District report
report-kind-city = City report
report-state-draft = Draft
report-state-published = Published
delivery-not_started = Not started
delivery-underway = Under way
delivery-late = Late
delivery-delivered = Delivered on time
delivery-delivered_late = Delivered late
delivery-deferred = Deferred to another year
delivery-cancelled = Cancelled
question-kind-scale = A mark from 1 to 5
question-kind-yes_no = Yes or no
question-kind-choice = One answer
