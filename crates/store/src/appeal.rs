//! Appeals against rejections.

use crate::prelude::*;

row! {
    /// An appeal and how it was decided.
    Appeal in appeal {
        id: Id,
        proposal_id: Id,
        filed_by: Id,
        filed_at: Moment,
        channel: Channel,
        clerk_id: Option<Id>,
        lang: Lang,
        text: String,
        decided_at: Option<Moment>,
        decided_by: Option<Id>,
        body_id: Option<Id>,
        upheld: Option<bool>,
        reason: Option<LocalText>,
        act_id: Option<Id>,
    }
}

inserts!(insert, insert_all: Appeal in appeal);
finds!(find: Appeal in appeal);
updates!(update: Appeal in appeal);
