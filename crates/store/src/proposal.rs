//! Proposals with authors, revisions, translations and history.

use crate::prelude::*;

row! {
    /// What residents ask for.
    Proposal in proposal {
        id: Id,
        cycle_id: Id,
        district_id: Id,
        number: Option<String>,
        external_id: Option<String>,
        category: String,
        state: ProposalState,
        state_since: Moment,
        revision: i32,
        channel: Channel,
        clerk_id: Option<Id>,
        created_by: Option<Id>,
        created_at: Moment,
        submitted_at: Option<Moment>,
        clause: Option<String>,
        fact: Option<LocalText>,
        merged_into: Option<Id>,
        split_from: Option<Id>,
        carried_from: Option<Id>,
        support_count: i64,
        comment_count: i64,
        version: i64,
    }
}

inserts!(insert, insert_all: Proposal in proposal);
finds!(find: Proposal in proposal);
versions!(update: Proposal in proposal);
locks!(lock: Proposal in proposal);

row! {
    /// An author, with the name that is shown in public.
    ProposalAuthor in proposal_author {
        proposal_id: Id,
        ordinal: i32,
        account_id: Option<Id>,
        person_id: Option<Id>,
        name: String,
    }
}

inserts!(insert_author, insert_authors: ProposalAuthor in proposal_author);

row! {
    /// An immutable text of a proposal with its estimate.
    ProposalRevision in proposal_revision {
        id: Id,
        proposal_id: Id,
        number: i32,
        lang: Lang,
        title: String,
        body: String,
        location: Option<Value>,
        estimate: Value,
        cost: Money,
        created_at: Moment,
        created_by: Option<Id>,
    }
}

inserts!(insert_revision, insert_revisions: ProposalRevision in proposal_revision);
finds!(find_revision: ProposalRevision in proposal_revision);

row! {
    /// A translation of a revision, marked as such.
    ProposalTranslation in proposal_translation {
        revision_id: Id,
        lang: Lang,
        title: String,
        body: String,
        made_by: Option<Id>,
    }
}

inserts!(insert_translation, insert_translations: ProposalTranslation in proposal_translation);

row! {
    /// A transition that happened.
    ProposalEvent in proposal_event {
        id: Id,
        proposal_id: Id,
        event: String,
        from_state: ProposalState,
        to_state: ProposalState,
        revision: i32,
        at: Moment,
        account_id: Option<Id>,
        body_id: Option<Id>,
        clause: Option<String>,
        text: Option<Value>,
        other_id: Option<Id>,
        rules_id: Option<Id>,
    }
}

inserts!(insert_event, insert_events: ProposalEvent in proposal_event);
