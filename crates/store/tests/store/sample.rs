//! A small city, the same in every test.

use domain::{ContestState, Currency, Id, LocalText, Moment, Phase, ProgrammeKind, ProofLevel, Registration};
use serde_json::json;
use store::{Json, Store, city, contest, cycle, district, person, programme, roll};
use time::macros::{date, datetime};

/// The n-th id.
pub fn id(n: u128) -> Id {
    Id::from_u128(n)
}

/// A minute after the start of the tests' day.
pub fn at(minute: i64) -> Moment {
    datetime!(2025-11-01 00:00 UTC) + time::Duration::minutes(minute)
}

pub fn text(text: &str) -> LocalText {
    LocalText { kk: format!("{text} kk"), ru: format!("{text} ru"), en: None }
}

pub fn city() -> city::City {
    city::City {
        id: id(1),
        code: "almaty".into(),
        name: text("Almaty"),
        country: "KZ".into(),
        sample: true,
        source: Some(json!({"title": "a source", "pages": [1, 2]})),
    }
}

pub fn district() -> district::District {
    district::District {
        id: id(2),
        city_id: id(1),
        code: "turksib".into(),
        name: text("Turksib"),
        boundary: None,
        ordinal: 1,
    }
}

pub fn person(n: u128) -> person::Person {
    person::Person {
        id: id(n),
        city_id: id(1),
        district_id: id(2),
        iin_hmac: Some(n.to_be_bytes().to_vec()),
        iin_key: Some("k1".into()),
        family_name: "Сүлейменов".into(),
        given_name: "Ерлан".into(),
        birth_date: date!(1990 - 02 - 28),
        registration: Registration::Permanent,
        registered_since: Some(date!(2001 - 12 - 31)),
        proof: ProofLevel::Register,
        code_hash: None,
        code_tries: 0,
        import_id: None,
        left_at: None,
    }
}

pub fn programme() -> programme::Programme {
    programme::Programme {
        id: id(5),
        city_id: id(1),
        code: "districts".into(),
        name: text("Districts"),
        kind: ProgrammeKind::District,
    }
}

pub fn cycle() -> cycle::Cycle {
    cycle::Cycle {
        id: id(6),
        programme_id: id(5),
        code: "2025".into(),
        name: text("2025"),
        fiscal_years: Json(vec![2025, 2026]),
        currency: Currency::Kzt,
        zone: "Asia/Almaty".into(),
        phase: Phase::Voting,
        phase_since: at(0),
        rules_id: None,
        number_prefix: "ALM-25".into(),
        last_number: 0,
        sample: true,
        source: None,
        import_id: None,
        version: 1,
        created_at: at(0),
    }
}

/// Open from minute 0 to minute 60.
pub fn contest() -> contest::Contest {
    contest::Contest {
        id: id(7),
        cycle_id: id(6),
        district_id: Some(id(2)),
        code: "turksib".into(),
        name: text("Turksib"),
        state: ContestState::Open,
        opens_at: at(0),
        closes_at: at(60),
        ballot_rule: json!({"type": "approval", "max": 3}),
        counting_rule: json!({"type": "greedy"}),
        rules_id: None,
        counted_at: None,
        act_id: None,
        decided_at: None,
        source: None,
        version: 1,
        rule_code: None,
        theme: None,
    }
}

/// City, district, programme, cycle and an open contest with this many residents on its roll: persons 100…, entries 1000….
pub fn open_contest(store: &Store, residents: u128) {
    store
        .write(at(0), move |tx| {
            city::insert(tx, &city())?;
            district::insert(tx, &district())?;
            programme::insert(tx, &programme())?;
            cycle::insert(tx, &cycle())?;
            contest::insert(tx, &contest())?;
            let people: Vec<_> = (0..residents).map(|n| person(100 + n)).collect();
            person::insert_all(tx, &people)?;
            let entry =
                |n| roll::RollEntry { id: id(1000 + n), contest_id: id(7), person_id: id(100 + n), component: None };
            roll::insert_all(tx, &(0..residents).map(entry).collect::<Vec<_>>())
        })
        .unwrap();
}
