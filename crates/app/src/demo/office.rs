//! Who runs the sample city: city and districts, accounts with roles, bodies and their members.

use std::collections::BTreeMap;

use api_types::body::{BodyCreate, MemberAdd};
use domain::{BodyKind, Id, Lang, LocalText, Role, Selection};
use store::city::City;
use store::district::District;
use time::Date;

use super::calendar::text;
use super::stage::{self, Stage};
use super::{PASSWORD, SignIn, district, people};
use crate::account::NewAccount;
use crate::{Caller, Error, Result, account, body};

/// City-wide offices: the account's name and its role.
const CITY_POSTS: [(&str, Role); 7] = [
    ("admin", Role::Admin),
    ("organiser", Role::Organiser),
    ("finance", Role::Finance),
    ("auditor", Role::Auditor),
    ("moderator", Role::Moderator),
    // Sits in the commission that decides appeals and in no council.
    ("appeals", Role::CouncilMember),
    // Says for the city's departments whether land and networks allow it.
    ("department", Role::Reviewer),
];
/// Offices of each district.
const DISTRICT_POSTS: [(&str, Role); 4] = [
    ("reviewer", Role::Reviewer),
    ("council", Role::CouncilMember),
    ("clerk", Role::Clerk),
    ("executor", Role::Executor),
];

/// The sample city's officials as callers, and its bodies.
pub(super) struct Office {
    pub city: Id,
    pub organiser: Caller,
    pub moderator: Caller,
    pub appeals: Caller,
    pub department: Caller,
    pub finance: Caller,
    pub city_akimat: Id,
    pub maslikhat: Id,
    pub appeal_commission: Id,
    pub departments: Id,
    /// One per district, in the districts' order.
    pub desks: Vec<Desk>,
}

/// Officials of one district.
pub(super) struct Desk {
    /// District code.
    pub code: &'static str,
    pub district: Id,
    pub name: LocalText,
    pub reviewer: Caller,
    pub council: Caller,
    pub clerk: Caller,
    pub executor: Caller,
    pub akimat: Id,
    pub expert_council: Id,
}

/// All officials' sign-ins, always the same ones.
pub(super) fn roster(today: Date) -> Result<Vec<SignIn>> {
    let posts = CITY_POSTS.into_iter().map(|post| (post, None));
    let codes = district::codes();
    let posts = posts.chain(codes.into_iter().flat_map(|code| DISTRICT_POSTS.map(|post| (post, Some(code)))));
    // Officials live in no district of the register, so that nobody is both.
    let names = people::residents(&["office"], 64, 7, today)?;
    let sign_in = |(((who, role), district), person): (((&str, Role), Option<&'static str>), people::Resident)| {
        SignIn { email: email(who, district), name: person.name(), role: Some(role), district }
    };
    Ok(posts.zip(names).map(sign_in).collect())
}

/// The address of a sample account: never a real one.
pub(super) fn email(who: &str, district: Option<&str>) -> String {
    match district {
        Some(code) => format!("{who}.{code}@qatysu.example"),
        None => format!("{who}@qatysu.example"),
    }
}

/// Makes city, districts, accounts and bodies.
pub(super) fn open(stage: &Stage, today: Date) -> Result<Office> {
    let (city, districts) = places(stage)?;
    let by_code: BTreeMap<&str, Id> = districts.iter().map(|(code, id, _)| (*code, *id)).collect();
    let mut staff: BTreeMap<String, Caller> = BTreeMap::new();
    for SignIn { email, name, role, district } in roster(today)? {
        let roles: Vec<_> =
            role.into_iter().map(|role| (role, district.and_then(|d| by_code.get(d).copied()))).collect();
        let new = NewAccount { email: email.clone(), display_name: name, lang: Lang::Ru, roles: roles.clone() };
        let id = account::add(&stage.app, &Caller::console(), &new, PASSWORD)?;
        staff.insert(email, stage::official(id, &roles));
    }
    let of = |who: &str, district: Option<&str>| {
        let missing = || Error::Broken(format!("demo: no {who} in the roster"));
        staff.get(&email(who, district)).cloned().ok_or_else(missing)
    };
    let organiser = of("organiser", None)?;
    let found = |kind, district: Option<(Id, &LocalText)>, member: &Caller| -> Result<Id> {
        let (name, selection) = title(kind, district.map(|(_, name)| name));
        let district_id = district.map(|(id, _)| id);
        let input = BodyCreate {
            city_id: city,
            district_id,
            kind,
            name,
            selection,
            mandate: None,
            mandate_until: None,
            theme: None,
        };
        let made = body::create(&stage.app, &organiser, &input)?;
        body::add_member(&stage.app, &organiser, made.id, &MemberAdd { account_id: member.account()? })?;
        Ok(made.id)
    };
    let appeals = of("appeals", None)?;
    let city_akimat = found(BodyKind::CityAkimat, None, &organiser)?;
    // Its acts carry money to the next year; the organiser writes them down.
    let maslikhat = found(BodyKind::Maslikhat, None, &organiser)?;
    let appeal_commission = found(BodyKind::AppealCommission, None, &appeals)?;
    let department = of("department", None)?;
    let departments = found(BodyKind::Department, None, &department)?;
    let mut desks = Vec::new();
    for (code, district, name) in districts {
        let (reviewer, council) = (of("reviewer", Some(code))?, of("council", Some(code))?);
        let akimat = found(BodyKind::DistrictAkimat, Some((district, &name)), &reviewer)?;
        let expert_council = found(BodyKind::ExpertCouncil, Some((district, &name)), &council)?;
        let (clerk, executor) = (of("clerk", Some(code))?, of("executor", Some(code))?);
        body::add_member(&stage.app, &organiser, akimat, &MemberAdd { account_id: executor.account()? })?;
        desks.push(Desk { code, district, name, reviewer, council, clerk, executor, akimat, expert_council });
    }
    let (moderator, finance) = (of("moderator", None)?, of("finance", None)?);
    Ok(Office {
        city,
        organiser,
        moderator,
        appeals,
        department,
        finance,
        city_akimat,
        maslikhat,
        appeal_commission,
        departments,
        desks,
    })
}

/// Name of a body, and how its members came to be members.
fn title(kind: BodyKind, district: Option<&LocalText>) -> (LocalText, Selection) {
    let (kk, ru, en, selection) = match kind {
        BodyKind::DistrictAkimat => ("әкімдігі", "акимат", "akimat", Selection::ExOfficio),
        BodyKind::ExpertCouncil => ("сараптамалық кеңесі", "экспертный совет", "expert council", Selection::Appointed),
        BodyKind::AppealCommission => {
            ("Апелляциялық комиссия", "Апелляционная комиссия", "Appeal commission", Selection::Appointed)
        }
        BodyKind::Maslikhat => ("Қала мәслихаты", "Маслихат города", "Maslikhat", Selection::Elected),
        BodyKind::Department => ("Уәкілетті басқармалар", "Профильные управления", "Departments", Selection::ExOfficio),
        _ => ("Қала әкімдігі", "Акимат города", "City akimat", Selection::ExOfficio),
    };
    let name = match district {
        // «Алатау ауданы» + «әкімдігі»: the possessive is built by hand, Kazakh joins the words.
        Some(LocalText { kk: place, ru: place_ru, en: place_en }) => text(
            &format!("{place}ның {kk}"),
            &format!("{place_ru}: {ru}"),
            &format!("{}: {en}", place_en.as_deref().unwrap_or(place_ru)),
        ),
        None => text(kk, ru, en),
    };
    (name, selection)
}

type Districts = Vec<(&'static str, Id, LocalText)>;

/// The city and its districts; there is no use case for them, as they come with the installation.
fn places(stage: &Stage) -> Result<(Id, Districts)> {
    let places = district::all()?;
    let name = text("Алматы (үлгі деректер)", "Алматы (пример данных)", "Almaty (sample data)");
    stage.app.store.write(stage.app.now(), move |tx| -> Result<(Id, Districts)> {
        let city_id = tx.new_id();
        let name = name.clone();
        let city =
            City { id: city_id, code: super::CITY.into(), name, country: "KZ".into(), sample: true, source: None };
        store::city::insert(tx, &city)?;
        let mut named = Vec::new();
        for (place, ordinal) in places.iter().zip(1..) {
            let district::Place { code, name, boundary, .. } = place;
            let (code, name, boundary) = (*code, name.clone(), Some(boundary.clone()));
            let row =
                District { id: tx.new_id(), city_id, code: code.to_owned(), name: name.clone(), boundary, ordinal };
            store::district::insert(tx, &row)?;
            named.push((code, row.id, name));
        }
        tx.touch("cities");
        Ok((city_id, named))
    })
}
