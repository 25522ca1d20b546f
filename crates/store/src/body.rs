//! Bodies and offices with their members.

use crate::prelude::*;

row! {
    /// A body or office.
    Body in body {
        id: Id,
        city_id: Id,
        district_id: Option<Id>,
        kind: BodyKind,
        name: LocalText,
        selection: Selection,
        mandate: Option<LocalText>,
        mandate_until: Option<Date>,
    }
}

inserts!(insert, insert_all: Body in body);
finds!(find: Body in body);
updates!(update: Body in body);

row! {
    /// Membership of an account in a body.
    BodyMember in body_member {
        body_id: Id,
        account_id: Id,
        since: Moment,
    }
}

inserts!(insert_member, insert_members: BodyMember in body_member);
