//! Duties: who owes what until when.

use crate::prelude::*;

row! {
    /// A duty of a body, or of everybody who holds a role for the district.
    Duty in duty {
        id: Id,
        cycle_id: Id,
        district_id: Option<Id>,
        stage: Stage,
        kind: DutyKind,
        body_id: Option<Id>,
        role: Role,
        subject: String,
        subject_id: Id,
        proposal_id: Option<Id>,
        opened_at: Moment,
        first_deadline: Moment,
        deadline: Moment,
        ended_at: Option<Moment>,
        ending: Option<DutyEnding>,
        clause: Option<String>,
        note: Option<LocalText>,
        ended_by: Option<Id>,
        reopened_at: Option<Moment>,
    }
}

inserts!(insert, insert_all: Duty in duty);
finds!(find: Duty in duty);
updates!(update: Duty in duty);
