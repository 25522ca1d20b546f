//! The register of residents.

use crate::prelude::*;

row! {
    /// A resident. The IIN is kept only as keyed HMAC, with the id of the key.
    Person in person {
        id: Id,
        city_id: Id,
        district_id: Id,
        iin_hmac: Option<Vec<u8>>,
        iin_key: Option<String>,
        family_name: String,
        given_name: String,
        birth_date: Date,
        registration: Registration,
        registered_since: Option<Date>,
        proof: ProofLevel,
        code_hash: Option<String>,
        code_tries: i32,
        import_id: Option<Id>,
        left_at: Option<Moment>,
    }
}

inserts!(insert, insert_all: Person in person);
finds!(find: Person in person);
updates!(update: Person in person);
