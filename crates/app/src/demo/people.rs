//! Sample residents: invented names of kinds that Almaty has, and IINs that pass the check digit but name a day and a
//! month that do not exist, so that nobody takes them for real ones.

use domain::Iin;
use serde::Deserialize;
use time::{Date, Duration};

use crate::{Error, Result};

const NAMES: &str = include_str!("../../demo/people.json");

/// A sample resident, as the register's file has them.
#[derive(Debug, Clone)]
pub(super) struct Resident {
    /// District code.
    pub district: &'static str,
    pub family_name: String,
    pub given_name: String,
    pub birth_date: Date,
    pub permanent: bool,
    pub registered_since: Date,
    /// Synthetic.
    pub iin: String,
}

impl Resident {
    /// As shown in public.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

#[derive(Deserialize)]
struct Names {
    families: Vec<Pair>,
    given: Given,
    others: Vec<Pool>,
}

#[derive(Deserialize)]
struct Pair {
    m: String,
    f: String,
}

#[derive(Deserialize)]
struct Given {
    m: Vec<String>,
    f: Vec<String>,
}

#[derive(Deserialize)]
struct Pool {
    families: Vec<Pair>,
    m: Vec<String>,
    f: Vec<String>,
}

/// A generator whose numbers are the same on every run and machine (SplitMix64).
pub(super) struct Dice(u64);

impl Dice {
    /// One that begins with `seed`.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `sides`; 0 when there are none.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        (self.next() % (sides.max(1) as u64)) as usize
    }
}

/// `per_district` residents of each district, born and registered before `today`; the same names for the same seed.
pub(super) fn residents(
    districts: &[&'static str],
    per_district: usize,
    seed: u64,
    today: Date,
) -> Result<Vec<Resident>> {
    let names: Names = serde_json::from_str(NAMES).map_err(|e| Error::Broken(format!("demo data people: {e}")))?;
    let mut dice = Dice::new(seed);
    let mut residents = Vec::with_capacity(districts.len() * per_district);
    let mut taken = std::collections::HashSet::new();
    for &district in districts {
        for i in 0..per_district {
            let (family_name, given_name) = loop {
                let name = pick(&names, &mut dice);
                if taken.insert(name.clone()) {
                    break name;
                }
            };
            let age = if i < grown_up(per_district) { 19 + dice.roll(58) } else { 15 + dice.roll(20) };
            let born = today - Duration::days((age * 366 + dice.roll(300)) as i64);
            residents.push(Resident {
                district,
                family_name,
                given_name,
                birth_date: born,
                permanent: i < grown_up(per_district),
                registered_since: today - Duration::days((1_000 + dice.roll(5_000)) as i64),
                iin: iin(born, residents.len())?,
            });
        }
    }
    Ok(residents)
}

/// How many of a district's residents, from the first on, are grown up and permanently registered: authors and voters.
pub(super) fn grown_up(per_district: usize) -> usize {
    per_district * 9 / 10
}

/// Family and given name.
fn pick(names: &Names, dice: &mut Dice) -> (String, String) {
    let one = |list: &[String], dice: &mut Dice| list.get(dice.roll(list.len())).cloned().unwrap_or_default();
    // Of ten, seven have Kazakh names, two Russian or Ukrainian ones, one another of the city's.
    let (families, m, f) = match (dice.roll(10), names.others.as_slice()) {
        (0..7, _) | (_, []) => (&names.families, &names.given.m, &names.given.f),
        (7..9, [first, ..]) => (&first.families, &first.m, &first.f),
        (_, others) => {
            let pool = &others[dice.roll(others.len())];
            (&pool.families, &pool.m, &pool.f)
        }
    };
    let Some(family) = families.get(dice.roll(families.len())) else { return Default::default() };
    if dice.roll(2) == 0 { (family.m.clone(), one(m, dice)) } else { (family.f.clone(), one(f, dice)) }
}

/// Year of birth, month 99, day 99, a running number and the check digit.
fn iin(born: Date, running: usize) -> Result<String> {
    let year = born.year().rem_euclid(100);
    // One number in eleven has no check digit at all; the next one does.
    for serial in (0..).map(|n| running * 7 + n).take(50) {
        for digit in 0..10 {
            let text = format!("{year:02}9999{serial:05}{digit}");
            if Iin::parse(&text).is_ok() {
                return Ok(text);
            }
        }
    }
    Err(Error::Broken("no synthetic IIN".into()))
}

/// The register's file of these residents.
pub(super) fn register(residents: &[Resident]) -> String {
    let mut csv = String::from("iin,family_name,given_name,birth_date,district,registration,registered_since\n");
    for r in residents {
        let registration = if r.permanent { "permanent" } else { "temporary" };
        csv.push_str(&format!(
            "{},{},{},{},{},{registration},{}\n",
            r.iin,
            r.family_name,
            r.given_name,
            iso(r.birth_date),
            r.district,
            iso(r.registered_since)
        ));
    }
    csv
}

fn iso(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use time::macros::date;

    #[test]
    fn residents_are_all_different_and_clearly_invented() {
        let residents = residents(&["medeu", "auezov"], 200, 1, date!(2026 - 11 - 24)).unwrap();
        assert_eq!(residents.len(), 400);
        let iins: HashSet<_> = residents.iter().map(|r| r.iin.clone()).collect();
        let names: HashSet<_> = residents.iter().map(Resident::name).collect();
        assert_eq!((iins.len(), names.len()), (400, 400));
        assert!(residents.iter().all(|r| Iin::parse(&r.iin).is_ok() && &r.iin[2..6] == "9999"));
        assert_eq!(register(&residents).lines().count(), 401);
    }
}
