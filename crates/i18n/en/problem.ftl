# problem-<code>: title, -detail: what to do next; fault-<code>: a field’s fault; refusal-<code>: an unmet condition.
problem-bad_request = Bad request
problem-bad_request-detail = The server does not understand this request. Compare it with the API documentation.
problem-malformed_body = Malformed body
problem-malformed_body-detail = The body is not valid JSON or has another structure. The first wrong place is named below.
problem-invalid_query = Invalid query
problem-invalid_query-detail = A query parameter is unknown or cannot be read.
problem-invalid_cursor = Invalid cursor
problem-invalid_cursor-detail = Open the list again from its beginning.
problem-invalid_idempotency_key = Invalid Idempotency-Key
problem-invalid_idempotency_key-detail = The key is empty, too long or has characters that are not allowed.
problem-invalid_if_match = Invalid If-Match
problem-invalid_if_match-detail = Send the ETag of your last read in If-Match.
problem-unauthenticated = Not signed in
problem-unauthenticated-detail = Sign in. If you just tried to, check the e-mail address and the password.
problem-forbidden = Not allowed
problem-forbidden-detail = Your role or district does not allow this. The reasons are below.
problem-foreign_origin = Request from another site
problem-foreign_origin-detail = For safety this can only be done from the site itself.
problem-not_found = Not found
problem-not_found-detail = There is nothing at this address, or you may not see it.
problem-method_not_allowed = Method not allowed
problem-method_not_allowed-detail = This address takes other methods; Allow lists them.
problem-body_timeout = The request took too long
problem-body_timeout-detail = The connection is slow. Please send it again.
problem-refused = Not possible now
problem-refused-detail = All reasons are listed below.
problem-person_taken = The resident has another account
problem-person_taken-detail = A resident has one account. If this is a mistake, come to the district akimat with your document.
problem-act_exists = The act is already recorded
problem-act_exists-detail = An act of this body with this number and date is already recorded.
problem-already_member = Already a member
problem-already_member-detail = The account already is a member of this body.
problem-already_held = The role is already held
problem-already_held-detail = The account already holds this role.
problem-last_admin = The last administrator
problem-last_admin-detail = At least one administrator must remain. Appoint another one first.
problem-email_taken = The e-mail address is taken
problem-email_taken-detail = An account with this address exists.
problem-exists = Already exists
problem-exists-detail = There already is one like this, or somebody created it a moment earlier. Load the page again.
problem-stale = Changed meanwhile
problem-stale-detail = Somebody changed this after you read it. Reload the page and repeat your edit.
problem-body_too_large = Too large
problem-body_too_large-detail = Shorten the text or send the file in parts.
problem-unsupported_media_type = Unsupported media type
problem-unsupported_media_type-detail = Compare Content-Type with the API documentation.
problem-invalid = Please correct
problem-invalid-detail = All faults are listed below.
problem-key_reused = Idempotency-Key was used before
problem-key_reused-detail = Another request was sent with this key. Take a new one.
problem-if_match_required = If-Match is required
problem-if_match_required-detail = To edit, send the ETag of your last read in If-Match.
problem-rate_limited = Too many requests
problem-rate_limited-detail = Wait a little and try again.
problem-internal = Server error
problem-internal-detail = This is our fault. If it happens again, tell us the request number.
problem-unavailable = The server is busy
problem-unavailable-detail = Nothing was written. Try again in a few seconds.
problem-storage_full = Storage is full
problem-storage_full-detail = Nothing was written; reading still works. Try again later.

failure-offline = The server cannot be reached. Check your connection and try again.
failure-garbled = The answer cannot be read. Reload the page: the site may have a new version.
failure-status = The server answered with { $status }. Try again later.
failure-request-id = Request number: { $id }

fault-other = This value is not right.
fault-required = Fill in this field.
fault-missing = This field is missing.
fault-unknown_field = There is no such field.
fault-duplicate_field = This field is given twice.
fault-syntax = The JSON is broken here.
fault-type = A value of another type is needed.
fault-unknown_code = There is no such code.
fault-unknown = There is no such record.
fault-email = Check the e-mail address, for example aigul@example.kz.
fault-length = The length is outside the allowed limits.
fault-range = The number is outside the allowed limits.
fault-out_of_range = The number is outside the allowed limits.
fault-too_many = Too many: at most { $max }.
fault-password_common = Many people use this password. Choose another one.
fault-date = Check the date, for example 2026-09-01.
fault-date_order = The dates are out of order.
fault-not_positive = Enter a number above zero.
fault-too_large = The number is too large.
fault-duplicate = This value is repeated.
fault-iin = An IIN has 12 digits. Check it and type it again.
fault-iin_digits = An IIN has 12 digits.
fault-iin_check = The IIN has a mistake: check the digits.
fault-code = Check the code in the letter.
fault-short_name = Only small Latin letters, digits and hyphens, for example districts-2027.
fault-question_id = Only small Latin letters, digits and underscores, 20 characters at most.
fault-not_wanted = Leave this field empty here.
fault-wrong_password = The current password is wrong.
fault-hex = 64 characters are needed: 0–9 and a–f.
fault-one_per_choice = One number for each chosen project is needed.
fault-header_wrong = The first line must be: { $expected }
fault-columns_wrong = This line has { $found } columns, { $expected } are needed.
fault-not_utf8 = Save the file as UTF-8.
fault-file_empty = The file has no residents.
fault-too_many_faults = There are more faults: the first { $max } are listed.
fault-strange_characters = Remove invisible and control characters.
fault-date_in_future = This date is in the future.
fault-pabulib = Line { $line }, column { $column }: { $fault }
fault-pabulib-unreadable = The file cannot be read: { $detail }.
fault-pabulib-not_utf8 = This is not UTF-8 text.
fault-pabulib-unclosed_quote = A quoted cell begins here and never ends.
fault-pabulib-record_too_long = The record is too long: at most { $most } bytes.
fault-pabulib-outside_section = META, PROJECTS or VOTES is expected here.
fault-pabulib-missing_section = The section { $section } is missing. Is the file complete?
fault-pabulib-misplaced_section = The section { $section } must not appear here.
fault-pabulib-missing_meta = META has no { $name }.
fault-pabulib-duplicate_meta = META has { $name } twice.
fault-pabulib-missing_column = { $section } has no column { $name }.
fault-pabulib-duplicate_column = The column { $name } appears twice.
fault-pabulib-wrong_cells = Cells in this row: { $found }, in the header: { $expected }.
fault-pabulib-not_an_amount = “{ $text }” is not an amount.
fault-pabulib-not_a_count = “{ $text }” is not a whole number.
fault-pabulib-negative = “{ $text }” is below zero.
fault-pabulib-unknown_vote_type = The vote type “{ $text }” is unknown.
fault-pabulib-empty_id = An id is empty.
fault-pabulib-duplicate_project = The project { $id } appears twice.
fault-pabulib-duplicate_voter = The voter { $id } appears twice.
fault-pabulib-unknown_project = The ballot names the project { $id }, which PROJECTS does not have.
fault-pabulib-repeated_project = The ballot names the project { $id } twice.
fault-pabulib-wrong_points = Projects on the ballot: { $choices }, points: { $points }.
fault-pabulib-wrong_count = META says { $name } is { $declared }, the file has { $found }. Is the file complete?
fault-pabulib-too_many_ballots = There are too many ballots: at most { $most }.
fault-commitment_mismatch = The commitment does not belong to this ballot: it was changed on its way, or the device computed it wrongly.
fault-nonce_used = Draw another random number and send the ballot again.
fault-unknown_ballot_number = The ballot has no such number.
fault-unknown_currency = The file names no currency that we know.
fault-unit_missing = The file names no city (META, unit).
fault-prefix_taken = Another cycle uses this prefix: a number names one project. Take another one.
fault-year = The file names no year of the vote that can be read.
fault-score = A sum of votes or points is too large.
fault-number_prefix = A prefix has 2 to 12 characters: A–Z, 0–9 and hyphens, such as ALM-26.
fault-local_time = Write the time like this: 2026-09-01T00:00:00.
fault-no_window = This phase has no dates that could be extended.
fault-amount_too_fine = An amount is finer than a hundredth of the currency.
fault-points_too_fine = Points must be whole numbers from 0.
fault-acknowledgement = “Taken into consideration” ends nothing. Say what was or will be done, when and by whom, or decline under a clause.
fault-not_here = Leave this empty: the rules know none here.
fault-other_district = This money belongs to another district.
fault-other_category = This money belongs to another theme.
fault-no_points = Give points: with zeros alone nothing can be shared.
fault-bin = A BIN has 12 digits.
fault-not_of_work = This work does not draw on this envelope.

refusal-sign_in_required = Sign in first.
refusal-role_missing = None of your roles allows this.
refusal-wrong_district = Your role is for another district.
refusal-not_owner = Only the author may do this.
refusal-not_a_resident = Your account is not linked with the register of residents. Confirm it on “My page”.
refusal-not_on_behalf = The resident must do this personally; a clerk cannot.
refusal-same_body = The body that decided first cannot decide the appeal.
refusal-not_in_phase = Not in this phase: { $detail }.
refusal-phase_not_started = This phase has not begun.
refusal-window_closed = The time for this phase is over.
refusal-wrong_state = Not in its present state: { $detail }.
refusal-deadline_passed = The deadline has passed.
refusal-no_rules = No rules are published.
refusal-no_envelopes = No money is set aside for the districts.
refusal-no_contests = No vote is prepared.
refusal-ballot_not_frozen = The ballot is not fixed.
refusal-places_missing = Say how many win: contests whose envelopes have no places: { $count }.
refusal-places_out_of_range = The rules foresee another number of winners ({ $detail }).
refusal-tie_open = A tie waits for a decision.
refusal-act_missing = No act confirms this (body, number, date).
refusal-tally_missing = The votes are not counted yet.
refusal-rule_not_supported = The system cannot run this rule yet: { $detail }.
refusal-calendar_invalid = The calendar has a fault: { $detail }.
refusal-reason_required = Write the reason; it will be published.
refusal-clause_required = Name the clause of the rules.
refusal-fact_required = Write the fact that the rejection rests on.
refusal-fiscal_year_required = Name the fiscal year.
refusal-not_reworked = Nothing was changed since it was returned.
refusal-merge_target = It cannot be merged into this proposal.
refusal-split_parts = The part must differ from the whole.
refusal-cap_exceeded = The cost is above the cap.
refusal-own_application_exists = You or a co-author already have another proposal in this cycle: one author, one proposal.
refusal-too_many_authors = The proposal names no author or more than the rules allow.
refusal-already_supported = You already support this proposal.
refusal-already_appealed = This decision was already appealed.
refusal-already_reopened = The question was already reopened once.
refusal-not_reopenable = This duty cannot be reopened.
refusal-outside_district = The place is outside the chosen district.
refusal-unknown_category = The rules have no such category.
refusal-not_an_assembly_member = By these rules only members of the assembly of that district or theme propose.
refusal-estimate_missing = There is no estimate: add at least one line.
refusal-own_proposal = You cannot support your own proposal.
refusal-merging_not_allowed = By the rules of this cycle proposals are not merged.
refusal-rework_not_allowed = By the rules of this cycle nothing is returned for changes: accept or reject it.
refusal-carry_target = It cannot be carried into this cycle: another cycle of the same programme is needed that still takes proposals.
refusal-already_funded = The project won the vote: it is built and not carried over.
refusal-already_author = This person already is one of the authors.
refusal-last_author = At least one author must remain. If need be, take the proposal back.
refusal-already_invited = This person was asked already and has not answered yet.
refusal-not_eligible_age = Your age does not meet the rules.
refusal-not_eligible_registration = You lack the registration that the rules demand.
refusal-not_eligible_district = Only for residents of this district.
refusal-not_eligible_document = You lack the document that the rules demand.
refusal-proof_level_too_low = Confirm who you are: with the code in the letter or at the district akimat.
refusal-action_not_open = The rules open this action to nobody.
refusal-not_on_roll = You are not on the roll. If this is a mistake, ask at the district akimat.
refusal-ballot_empty = Choose at least one project.
refusal-too_many_choices = Too many projects are chosen.
refusal-too_few_choices = Too few projects are chosen.
refusal-choices_not_ascending = The ballot numbers are not in ascending order.
refusal-choice_repeated = A project is chosen twice.
refusal-unknown_ballot_number = The ballot has no such number.
refusal-choices_wrong_kind = The ballot is of another kind.
refusal-incompatible_choices = Some chosen projects exclude each other.
refusal-too_many_points = Too many points are given.
refusal-unknown_grade = There is no such grade.
refusal-budget_exceeded = The chosen projects cost more than the budget.
refusal-commitment_mismatch = The ballot seems to have changed on its way. Reload the page and send it again.
refusal-ballot_not_replaceable = By the rules a cast ballot stands.
refusal-already_voted = You have voted already: the contest can no longer be chosen anew.
refusal-not_choosable = In this vote there is nothing to choose: the rules say who takes part.
refusal-component_required = The ballots of this vote are published by component: name one of { $detail }.
refusal-points_not_positive = Give every chosen project at least one point.
refusal-amount_not_positive = The amount must be above zero.
refusal-not_enough_money = There is not enough money.
refusal-accounts_not_allowed = Money cannot move between these accounts.
refusal-amount_too_large = The amount is too large.
refusal-not_a_reversal = The reversal does not mirror the entry, or was already made.
refusal-fiscal_year_over = The fiscal year { $detail } is over: its books are closed.
refusal-act_not_of_maslikhat = Only an act of the maslikhat carries money to the next year.
refusal-already_withdrawn = This decision was withdrawn before.
refusal-not_by_formula = The rules do not share this money by a formula.
refusal-already_allocated = This money was shared out before.
refusal-money_announced = Envelopes that have money already: { $count }. A formula shares money out before any is announced.
refusal-date_in_future = The date is in the future.

refusal-reviews_pending = { $count ->
    [one] { $count } proposal still waits for a review.
   *[other] { $count } proposals still wait for a review.
}
refusal-supporters_missing = { $count ->
    [one] { $count } more supporter is needed before it is reviewed.
   *[other] { $count } more supporters are needed before it is reviewed.
}
refusal-appeals_open = { $count ->
    [one] { $count } appeal is not decided.
   *[other] { $count } appeals are not decided.
}
refusal-translations_missing = { $count ->
    [one] { $count } project lacks a translation (Kazakh or Russian).
   *[other] { $count } projects lack a translation (Kazakh or Russian).
}
refusal-unsettled = Part of the contract’s amount is neither paid nor saved.
refusal-below_paid = The amount is less than what was paid already.
refusal-ends_by_act = Words alone do not end this duty: it ends by itself once what it asks for is there (an answer, a review, a decision, an act, a repair or a report).
refusal-duties_open = { $count ->
    [one] { $count } duty is open.
   *[other] { $count } duties are open.
}
fault-too_short = { $min ->
    [one] Write at least { $min } character.
   *[other] Write at least { $min } characters.
}
fault-too_long = { $max ->
    [one] Write at most { $max } character.
   *[other] Write at most { $max } characters.
}
fault-password_too_short = { $min ->
    [one] The password needs at least { $min } character.
   *[other] The password needs at least { $min } characters.
}
fault-password_too_long = { $max ->
    [one] The password may have at most { $max } character.
   *[other] The password may have at most { $max } characters.
}
refusal-window_open = The running phase has not ended.
fault-url = An address begins with https://.
fault-elsewhere = This step is made elsewhere: contracts, acceptance by act, or defects.
fault-not_later = The new date must be later than the one before.
fault-not_an_image = This is no JPEG, PNG or WebP image, or it is broken.
fault-image_too_big = The image is too big: at most 12,000 pixels a side and 50 million in all.
fault-animated = Animations are not taken.
refusal-item_exceeded = Works take more than the project costs. Left (minor units): { $detail }.
refusal-item_not_funded = The act gave this project no money: ballot number { $detail }.
refusal-warranty_over = The warranty is over.
refusal-already_answered = The office has answered: the verdict stands.
refusal-survey_answered = You have answered this survey.
refusal-too_many_photos = No more photos: the limit is { $detail }.
refusal-contracts_open = { $count ->
    [one] { $count } contract is in force: end it first.
   *[other] { $count } contracts are in force: end them first.
}
refusal-defects_open = { $count ->
    [one] { $count } defect is not repaired.
   *[other] { $count } defects are not repaired.
}
