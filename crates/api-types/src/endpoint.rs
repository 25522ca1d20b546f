//! Addresses of the API, one constant each, shared by server, single-page app and tests.
//!
//! A test compares [`ALL`] with the documented paths: a route without a constant fails, and so does a constant without a
//! route. Routes repeat the literal, because actix's attributes take nothing else.

macro_rules! endpoints {
    ($( $(#[$doc:meta])* $name:ident = $path:literal; )+) => {
        $( $(#[$doc])* pub const $name: &str = $path; )+
        /// Every endpoint.
        pub const ALL: &[&str] = &[ $($name),+ ];
    };
}

endpoints! {
    /// GET: the OpenAPI document.
    OPENAPI = "/api/v1/openapi.json";

    // Signing in
    /// POST: signs in with a cookie (the SPA). GET: my sessions.
    SESSIONS = "/api/v1/sessions";
    /// DELETE: signs out.
    SESSION_CURRENT = "/api/v1/sessions/current";
    /// DELETE: ends one of my sessions.
    SESSION = "/api/v1/sessions/{id}";
    /// POST: a bearer token for other applications.
    TOKENS = "/api/v1/tokens";
    /// POST: a new bearer token for a refresh token.
    TOKENS_REFRESH = "/api/v1/tokens/refresh";
    /// POST: registers. GET (administrators): accounts.
    ACCOUNTS = "/api/v1/accounts";
    /// POST (administrators): closes an account to further sign-ins.
    ACCOUNT_DISABLE = "/api/v1/accounts/{id}/disable";

    // Me
    /// GET, PATCH: the signed-in account.
    ME = "/api/v1/me";
    /// POST: becomes a resident by IIN and printed code.
    ME_PERSON = "/api/v1/me/person";
    /// POST: changes the password.
    ME_PASSWORD = "/api/v1/me/password";
    /// GET: what the signed-in official owes.
    ME_DUTIES = "/api/v1/me/duties";
    /// GET: proposals of the signed-in account, drafts included.
    ME_PROPOSALS = "/api/v1/me/proposals";
    /// GET: what the signed-in account was told.
    ME_NOTIFICATIONS = "/api/v1/me/notifications";
    /// POST: everything until now is read.
    ME_NOTIFICATIONS_READ = "/api/v1/me/notifications/read";
    /// GET: proposals that the signed-in account is asked to join.
    ME_INVITATIONS = "/api/v1/me/invitations";
    /// POST: accepts or declines.
    ME_INVITATION = "/api/v1/me/invitations/{id}";
    /// GET: contests as they concern the signed-in resident.
    ME_CONTESTS = "/api/v1/me/contests";
    /// PUT: casts or replaces a ballot.
    ME_BALLOT = "/api/v1/me/contests/{id}/ballot";
    /// PUT: chooses this contest among those of which one votes in one.
    ME_CONTEST_ROLL = "/api/v1/me/contests/{id}/roll";

    // People and offices
    /// GET, POST: who holds which role.
    ROLES = "/api/v1/roles";
    /// DELETE: takes a role away.
    ROLE = "/api/v1/roles/{id}";
    /// POST: imports the register of residents from CSV.
    RESIDENT_IMPORTS = "/api/v1/residents/imports";
    /// POST (clerks): enters a resident who has no IIN.
    RESIDENTS = "/api/v1/residents";
    /// POST (clerks): a resident becomes known by the document that the clerk saw.
    RESIDENT_CONFIRM = "/api/v1/residents/confirm";
    /// GET, POST: bodies and offices.
    BODIES = "/api/v1/bodies";
    /// GET: one body with its members.
    BODY = "/api/v1/bodies/{id}";
    /// POST: makes an account a member of a body.
    BODY_MEMBERS = "/api/v1/bodies/{id}/members";
    /// DELETE: ends a membership.
    BODY_MEMBER = "/api/v1/bodies/{id}/members/{account_id}";
    /// GET, POST: official documents.
    ACTS = "/api/v1/acts";
    /// GET: one official document.
    ACT = "/api/v1/acts/{id}";

    // Reports and the survey
    /// GET: published reports of a cycle. POST (executors, organisers): begins one.
    REPORTS = "/api/v1/reports";
    /// GET: one report. PUT (executors, organisers): other words of a draft.
    REPORT = "/api/v1/reports/{id}";
    /// POST (executors, organisers): publishes a report with frozen figures.
    REPORT_PUBLICATION = "/api/v1/reports/{id}/publication";
    /// GET: the very bytes over which a published report's hash was taken.
    REPORT_FIGURES = "/api/v1/reports/{id}/figures";
    /// GET: promised and delivered, now: of the city, a district, a project.
    CYCLE_DELIVERY = "/api/v1/cycles/{id}/delivery";
    /// GET: what the survey says. PUT (organisers): sets it.
    CYCLE_SURVEY = "/api/v1/cycles/{id}/survey";
    /// GET: whether I have answered. PUT: my answers.
    ME_SURVEY = "/api/v1/me/cycles/{id}/survey";

    // Contracts and payments
    /// GET: contracts of a cycle. POST (executors, finance): records a signed contract.
    CONTRACTS = "/api/v1/contracts";
    /// GET: one contract with its steps and payments.
    CONTRACT = "/api/v1/contracts/{id}";
    /// POST (executors, finance): another end, other amounts, further works.
    CONTRACT_AMENDMENTS = "/api/v1/contracts/{id}/amendments";
    /// POST (executors, finance): activates, completes, settles, terminates.
    CONTRACT_STEPS = "/api/v1/contracts/{id}/steps";
    /// POST (finance): records a payment.
    CONTRACT_PAYMENTS = "/api/v1/contracts/{id}/payments";
    /// GET: payments of a cycle.
    PAYMENTS = "/api/v1/payments";
    /// GET: one payment.
    PAYMENT = "/api/v1/payments/{id}";
    /// GET: the audit log (auditors).
    AUDIT = "/api/v1/audit";

    // Cities and cycles
    /// GET: cities with their districts and programmes.
    CITIES = "/api/v1/cities";
    /// GET: one city.
    CITY = "/api/v1/cities/{code}";
    /// GET: a city's districts as GeoJSON.
    CITY_DISTRICTS = "/api/v1/cities/{code}/districts.geojson";
    /// POST: sets a programme up.
    CITY_PROGRAMMES = "/api/v1/cities/{code}/programmes";
    /// GET: one programme.
    PROGRAMME = "/api/v1/programmes/{id}";
    /// GET, POST: cycles.
    CYCLES = "/api/v1/cycles";
    /// GET: one cycle.
    CYCLE = "/api/v1/cycles/{id}";
    /// PUT: the calendar.
    CYCLE_CALENDAR = "/api/v1/cycles/{id}/calendar";
    /// GET: history and checklist; POST: fires an event.
    CYCLE_TRANSITIONS = "/api/v1/cycles/{id}/transitions";
    /// GET, POST: rule versions.
    CYCLE_RULES = "/api/v1/cycles/{id}/rules";
    /// POST: what a document says and which faults it has; nothing is published.
    CYCLE_RULES_CHECK = "/api/v1/cycles/{id}/rules/check";
    /// GET: one rule version.
    CYCLE_RULES_VERSION = "/api/v1/cycles/{id}/rules/{number}";

    // Projects and proposals
    /// GET: projects, filtered.
    PROJECTS = "/api/v1/projects";
    /// GET: one project by number or id.
    PROJECT = "/api/v1/projects/{number}";
    /// GET: one revision of a project.
    PROJECT_REVISION = "/api/v1/projects/{number}/revisions/{revision}";
    /// GET: projects of a cycle as one JSON document.
    EXPORT_PROJECTS_JSON = "/api/v1/exports/projects.json";
    /// GET: projects of a cycle as JSON Lines.
    EXPORT_PROJECTS_JSONL = "/api/v1/exports/projects.jsonl";
    /// GET: projects of a cycle as CSV.
    EXPORT_PROJECTS_CSV = "/api/v1/exports/projects.csv";
    /// GET: duties of a cycle as one JSON document.
    EXPORT_DUTIES_JSON = "/api/v1/exports/duties.json";
    /// GET: duties of a cycle as JSON Lines.
    EXPORT_DUTIES_JSONL = "/api/v1/exports/duties.jsonl";
    /// GET: duties of a cycle as CSV.
    EXPORT_DUTIES_CSV = "/api/v1/exports/duties.csv";
    /// GET: ballot items of a cycle as one JSON document.
    EXPORT_BALLOT_ITEMS_JSON = "/api/v1/exports/ballot-items.json";
    /// GET: ballot items of a cycle as JSON Lines.
    EXPORT_BALLOT_ITEMS_JSONL = "/api/v1/exports/ballot-items.jsonl";
    /// GET: ballot items of a cycle as CSV.
    EXPORT_BALLOT_ITEMS_CSV = "/api/v1/exports/ballot-items.csv";
    /// GET: ledger of a cycle as one JSON document.
    EXPORT_LEDGER_JSON = "/api/v1/exports/ledger.json";
    /// GET: ledger of a cycle as JSON Lines.
    EXPORT_LEDGER_JSONL = "/api/v1/exports/ledger.jsonl";
    /// GET: ledger of a cycle as CSV.
    EXPORT_LEDGER_CSV = "/api/v1/exports/ledger.csv";
    /// GET: revisions of a cycle as one JSON document.
    EXPORT_REVISIONS_JSON = "/api/v1/exports/revisions.json";
    /// GET: revisions of a cycle as JSON Lines.
    EXPORT_REVISIONS_JSONL = "/api/v1/exports/revisions.jsonl";
    /// GET: revisions of a cycle as CSV.
    EXPORT_REVISIONS_CSV = "/api/v1/exports/revisions.csv";
    /// GET: events of a cycle as one JSON document.
    EXPORT_EVENTS_JSON = "/api/v1/exports/events.json";
    /// GET: events of a cycle as JSON Lines.
    EXPORT_EVENTS_JSONL = "/api/v1/exports/events.jsonl";
    /// GET: events of a cycle as CSV.
    EXPORT_EVENTS_CSV = "/api/v1/exports/events.csv";
    /// GET: reviews of a cycle as one JSON document.
    EXPORT_REVIEWS_JSON = "/api/v1/exports/reviews.json";
    /// GET: reviews of a cycle as JSON Lines.
    EXPORT_REVIEWS_JSONL = "/api/v1/exports/reviews.jsonl";
    /// GET: reviews of a cycle as CSV.
    EXPORT_REVIEWS_CSV = "/api/v1/exports/reviews.csv";
    /// GET: comments of a cycle as one JSON document.
    EXPORT_COMMENTS_JSON = "/api/v1/exports/comments.json";
    /// GET: comments of a cycle as JSON Lines.
    EXPORT_COMMENTS_JSONL = "/api/v1/exports/comments.jsonl";
    /// GET: comments of a cycle as CSV.
    EXPORT_COMMENTS_CSV = "/api/v1/exports/comments.csv";
    /// GET: appeals of a cycle as one JSON document.
    EXPORT_APPEALS_JSON = "/api/v1/exports/appeals.json";
    /// GET: appeals of a cycle as JSON Lines.
    EXPORT_APPEALS_JSONL = "/api/v1/exports/appeals.jsonl";
    /// GET: appeals of a cycle as CSV.
    EXPORT_APPEALS_CSV = "/api/v1/exports/appeals.csv";
    /// GET: envelopes of a cycle as one JSON document.
    EXPORT_ENVELOPES_JSON = "/api/v1/exports/envelopes.json";
    /// GET: envelopes of a cycle as JSON Lines.
    EXPORT_ENVELOPES_JSONL = "/api/v1/exports/envelopes.jsonl";
    /// GET: envelopes of a cycle as CSV.
    EXPORT_ENVELOPES_CSV = "/api/v1/exports/envelopes.csv";
    /// GET: acts of a cycle as one JSON document.
    EXPORT_ACTS_JSON = "/api/v1/exports/acts.json";
    /// GET: acts of a cycle as JSON Lines.
    EXPORT_ACTS_JSONL = "/api/v1/exports/acts.jsonl";
    /// GET: acts of a cycle as CSV.
    EXPORT_ACTS_CSV = "/api/v1/exports/acts.csv";
    /// GET: contests of a cycle as one JSON document.
    EXPORT_CONTESTS_JSON = "/api/v1/exports/contests.json";
    /// GET: contests of a cycle as JSON Lines.
    EXPORT_CONTESTS_JSONL = "/api/v1/exports/contests.jsonl";
    /// GET: contests of a cycle as CSV.
    EXPORT_CONTESTS_CSV = "/api/v1/exports/contests.csv";
    /// GET: transitions of a cycle as one JSON document.
    EXPORT_TRANSITIONS_JSON = "/api/v1/exports/transitions.json";
    /// GET: transitions of a cycle as JSON Lines.
    EXPORT_TRANSITIONS_JSONL = "/api/v1/exports/transitions.jsonl";
    /// GET: transitions of a cycle as CSV.
    EXPORT_TRANSITIONS_CSV = "/api/v1/exports/transitions.csv";
    /// GET: public part of the audit log as one JSON document.
    EXPORT_AUDIT_JSON = "/api/v1/exports/audit.json";
    /// GET: public part of the audit log as JSON Lines.
    EXPORT_AUDIT_JSONL = "/api/v1/exports/audit.jsonl";
    /// GET: public part of the audit log as CSV.
    EXPORT_AUDIT_CSV = "/api/v1/exports/audit.csv";
    /// GET: payments of a cycle as one JSON document.
    EXPORT_PAYMENTS_JSON = "/api/v1/exports/payments.json";
    /// GET: the same as JSON Lines.
    EXPORT_PAYMENTS_JSONL = "/api/v1/exports/payments.jsonl";
    /// GET: the same as CSV.
    EXPORT_PAYMENTS_CSV = "/api/v1/exports/payments.csv";
    /// GET: works of a cycle as one JSON document.
    EXPORT_WORKS_JSON = "/api/v1/exports/works.json";
    /// GET: the same as JSON Lines.
    EXPORT_WORKS_JSONL = "/api/v1/exports/works.jsonl";
    /// GET: the same as CSV.
    EXPORT_WORKS_CSV = "/api/v1/exports/works.csv";
    /// GET: milestones of works of a cycle as one JSON document.
    EXPORT_MILESTONES_JSON = "/api/v1/exports/milestones.json";
    /// GET: the same as JSON Lines.
    EXPORT_MILESTONES_JSONL = "/api/v1/exports/milestones.jsonl";
    /// GET: the same as CSV.
    EXPORT_MILESTONES_CSV = "/api/v1/exports/milestones.csv";
    /// GET: residents' verdicts of a cycle as one JSON document.
    EXPORT_VERDICTS_JSON = "/api/v1/exports/verdicts.json";
    /// GET: the same as JSON Lines.
    EXPORT_VERDICTS_JSONL = "/api/v1/exports/verdicts.jsonl";
    /// GET: the same as CSV.
    EXPORT_VERDICTS_CSV = "/api/v1/exports/verdicts.csv";
    /// GET: contracts of a cycle as one JSON document.
    EXPORT_CONTRACTS_JSON = "/api/v1/exports/contracts.json";
    /// GET: the same as JSON Lines.
    EXPORT_CONTRACTS_JSONL = "/api/v1/exports/contracts.jsonl";
    /// GET: the same as CSV.
    EXPORT_CONTRACTS_CSV = "/api/v1/exports/contracts.csv";
    /// GET: published reports of a cycle as one JSON document.
    EXPORT_REPORTS_JSON = "/api/v1/exports/reports.json";
    /// GET: the same as JSON Lines.
    EXPORT_REPORTS_JSONL = "/api/v1/exports/reports.jsonl";
    /// GET: the same as CSV.
    EXPORT_REPORTS_CSV = "/api/v1/exports/reports.csv";
    /// GET: one proposal of the signed-in resident, also a draft.
    ME_PROPOSAL = "/api/v1/me/proposals/{id}";
    /// GET: which proposals the signed-in resident supports.
    ME_SUPPORTS = "/api/v1/me/supports";
    /// POST: a draft.
    PROPOSALS = "/api/v1/proposals";
    /// PUT: what a draft or a returned proposal says.
    PROPOSAL = "/api/v1/proposals/{id}";
    /// POST: submits a draft.
    PROPOSAL_SUBMIT = "/api/v1/proposals/{id}/submit";
    /// POST: submits a reworked proposal again.
    PROPOSAL_RESUBMIT = "/api/v1/proposals/{id}/resubmit";
    /// POST: takes a proposal back.
    PROPOSAL_WITHDRAW = "/api/v1/proposals/{id}/withdraw";
    /// PUT, DELETE: my support.
    PROPOSAL_SUPPORT = "/api/v1/proposals/{id}/support";
    /// POST: merges a proposal into another one.
    PROPOSAL_MERGE = "/api/v1/proposals/{id}/merge";
    /// POST: splits a part off.
    PROPOSAL_SPLIT = "/api/v1/proposals/{id}/split";
    /// POST: carries a proposal that was not funded on into a later cycle.
    PROPOSAL_CARRY_OVER = "/api/v1/proposals/{id}/carry-over";
    /// GET: who was asked to become an author too; POST: asks somebody.
    PROPOSAL_INVITATIONS = "/api/v1/proposals/{id}/invitations";
    /// DELETE: leaves the authors.
    PROPOSAL_AUTHORSHIP = "/api/v1/proposals/{id}/authorship";
    /// PUT: a translation of the current revision.
    PROPOSAL_TRANSLATION = "/api/v1/proposals/{id}/translation";
    /// GET, POST: the discussion.
    PROPOSAL_COMMENTS = "/api/v1/proposals/{id}/comments";
    /// POST: a review of the current revision.
    PROPOSAL_REVIEWS = "/api/v1/proposals/{id}/reviews";
    /// POST: an appeal against a rejection.
    PROPOSAL_APPEAL = "/api/v1/proposals/{id}/appeal";
    /// POST: another body's decision on an appeal.
    APPEAL_DECISION = "/api/v1/appeals/{id}/decision";
    /// POST: removes a comment with a public reason.
    COMMENT_REMOVE = "/api/v1/comments/{id}/remove";

    // Money
    /// GET, POST: envelopes of a cycle.
    CYCLE_ENVELOPES = "/api/v1/cycles/{id}/envelopes";
    /// GET, POST: money shared out by formula.
    CYCLE_ALLOCATIONS = "/api/v1/cycles/{id}/allocations";
    /// GET: one envelope with its books.
    ENVELOPE = "/api/v1/envelopes/{id}";
    /// GET, POST: ledger entries of an envelope.
    ENVELOPE_ENTRIES = "/api/v1/envelopes/{id}/entries";
    /// POST: a decision to carry money of an envelope to the next fiscal year.
    ENVELOPE_CARRIES = "/api/v1/envelopes/{id}/carries";
    /// POST: takes a ledger entry back.
    LEDGER_ENTRY_REVERSAL = "/api/v1/ledger/{id}/reversal";
    /// GET: one ledger entry.
    LEDGER_ENTRY = "/api/v1/ledger/{id}";
    /// GET: ledger entries of a cycle.
    CYCLE_LEDGER = "/api/v1/cycles/{id}/ledger";
    /// GET: where the money of a cycle came from and where it went.
    CYCLE_MONEY = "/api/v1/cycles/{id}/money";
    /// GET: decisions to carry money of a cycle to the next fiscal year.
    CYCLE_CARRIES = "/api/v1/cycles/{id}/carries";
    /// GET: what the end of the fiscal years in progress would do by what is decided now.
    CYCLE_YEAR_END = "/api/v1/cycles/{id}/year-end";
    /// POST: withdraws a decision to carry money, before its year ends.
    CARRY_WITHDRAWAL = "/api/v1/carries/{id}/withdrawal";

    // Works
    /// GET, POST: works of a cycle.
    CYCLE_WORKS = "/api/v1/cycles/{id}/works";
    /// GET: works of a cycle in figures.
    CYCLE_WORK_SUMMARY = "/api/v1/cycles/{id}/works/summary";
    /// GET: what the contests of a cycle decided to build, and what is left for works.
    CYCLE_FUNDED_ITEMS = "/api/v1/cycles/{id}/funded-items";
    /// GET: one work with everything about it.
    WORK = "/api/v1/works/{id}";
    /// POST: what happens to a work.
    WORK_EVENTS = "/api/v1/works/{id}/events";
    /// POST: the legal acceptance of a work.
    WORK_ACCEPTANCE = "/api/v1/works/{id}/acceptance";
    /// POST: news from the building site.
    WORK_UPDATES = "/api/v1/works/{id}/updates";
    /// POST: a milestone of a work.
    WORK_MILESTONES = "/api/v1/works/{id}/milestones";
    /// POST: moves a milestone.
    MILESTONE_MOVE = "/api/v1/milestones/{id}/move";
    /// POST: a milestone is reached.
    MILESTONE_DONE = "/api/v1/milestones/{id}/done";
    /// PUT: a resident's verdict on a work.
    WORK_VERDICT = "/api/v1/works/{id}/verdict";
    /// POST: removes a verdict with a public reason.
    VERDICT_REMOVE = "/api/v1/verdicts/{id}/remove";
    /// POST: a defect within the warranty.
    WORK_DEFECTS = "/api/v1/works/{id}/defects";
    /// POST: a defect is repaired.
    DEFECT_REPAIR = "/api/v1/defects/{id}/repair";
    /// POST: a repair that was declined or did not hold is ordered again.
    DEFECT_ORDER = "/api/v1/defects/{id}/order";
    /// POST: a photo of news from the building site.
    UPDATE_PHOTOS = "/api/v1/updates/{id}/photos";
    /// POST: a photo of a verdict.
    VERDICT_PHOTOS = "/api/v1/verdicts/{id}/photos";
    /// POST: a photo of a defect.
    DEFECT_PHOTOS = "/api/v1/defects/{id}/photos";
    /// GET: a photo's bytes.
    PHOTO = "/api/v1/photos/{id}";
    /// POST: removes a photo with a public reason.
    PHOTO_REMOVE = "/api/v1/photos/{id}/remove";

    // Duties
    /// GET: duties of a cycle.
    CYCLE_DUTIES = "/api/v1/cycles/{id}/duties";
    /// GET: duties of a cycle in figures.
    CYCLE_DUTY_SUMMARY = "/api/v1/cycles/{id}/duties/summary";
    /// POST: ends a duty.
    DUTY_END = "/api/v1/duties/{id}/end";
    /// POST: reopens a duty.
    DUTY_REOPEN = "/api/v1/duties/{id}/reopen";

    // Contests
    /// GET, POST: contests of a cycle.
    CYCLE_CONTESTS = "/api/v1/cycles/{id}/contests";
    /// POST: freezes the ballots of a cycle.
    CYCLE_BALLOT_FREEZE = "/api/v1/cycles/{id}/ballot-freeze";
    /// GET: one contest with its ballot.
    CONTEST = "/api/v1/contests/{id}";
    /// GET: the result with its reasons.
    CONTEST_RESULT = "/api/v1/contests/{id}/result";
    /// GET: the trace of the count and how satisfied voters are.
    CONTEST_EXPLANATION = "/api/v1/contests/{id}/explanation";
    /// GET: what other rules would have given, beside the official result.
    CONTEST_COMPARISON = "/api/v1/contests/{id}/comparison";
    /// POST: the act that confirms the count.
    CONTEST_DECISION = "/api/v1/contests/{id}/decision";
    /// POST: a recorded decision of ties.
    CONTEST_TIE_DECISION = "/api/v1/contests/{id}/tie-decision";
    /// GET: the public ballots of a decided contest as Pabulib file.
    CONTEST_BALLOTS = "/api/v1/contests/{id}/ballots.pb";
    /// POST: imports a finished election from a Pabulib file.
    ELECTION_IMPORTS = "/api/v1/elections/imports";
}

/// Puts values, percent-encoded, into the `{…}` of an address, in order: `path(ROLE, &["7"])` is `/api/v1/roles/7`.
pub fn path(template: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + 40);
    let mut values = values.iter();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        encode(values.next().copied().unwrap_or_default(), &mut out);
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
pub fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fill_the_braces_and_are_encoded() {
        assert_eq!(path(ME_BALLOT, &["a/b ә"]), "/api/v1/me/contests/a%2Fb%20%D3%99/ballot");
        assert_eq!(path(ROLES, &[]), ROLES);
    }

    #[test]
    fn no_endpoint_is_named_twice() {
        let mut all = ALL.to_vec();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), ALL.len());
    }
}
