//! November: every ballot of a real election is cast by its own resident, counted, confirmed and given back.

use std::collections::HashMap;

use api_types::contest::{BallotReceipt, Contest, ContestList, ContestResult};
use api_types::endpoint::{
    CONTEST, CONTEST_BALLOTS, CONTEST_DECISION, CONTEST_RESULT, CYCLE_CONTESTS, ME_BALLOT, TOKENS, path,
};
use api_types::session::Tokens;
use app::App;
use app::testing::PASSWORD;
use domain::contest::COUNTING_DELAY;
use domain::{ContestState, Id, ItemOutcome, Moment, Phase};
use qatysu_tests::people::register;
use qatysu_tests::vote::ballot;
use qatysu_tests::{Client, TestCity};
use serde_json::{Value, json};
use store::account::Account;
use tally::pabulib::{Election, Options, read_slice};
use time::Duration;
use time::macros::datetime;

use crate::office::{Office, text};

const VOTING: Moment = datetime!(2025-10-26 19:00 UTC);
const CLOSE: Moment = datetime!(2025-11-09 19:00 UTC);
/// Voters who sign in by password; the others get their tokens from the test kit.
const BY_PASSWORD: usize = 50;
/// Voters who change their minds.
const UNDECIDED: usize = 300;
const THREADS: usize = 12;

/// Residents of the first district, one for each ballot of the real election. They are in the register before the roll is made.
pub fn electorate(city: &TestCity, office: &Office, ballots: usize) -> Vec<Account> {
    let accounts = register(&city.test.app, city.test.city, office.districts[0], ballots);
    // The hash of the test kit's one password; hashing it fifty times would show nothing more.
    let model = city.test.account("model", &[]);
    let some: Vec<Account> = accounts[..BY_PASSWORD].to_vec();
    let write = move |tx: &mut store::Tx| -> store::Result<()> {
        let hash = store::account::find(tx, model)?.unwrap().password_hash;
        for account in &some {
            store::account::update(tx, &Account { password_hash: hash.clone(), ..account.clone() })?;
        }
        Ok(())
    };
    city.test.app.store.write(city.now(), write).unwrap();
    accounts
}

/// What every ballot of the file says, in ballot numbers.
pub fn choices(election: &Election, numbers: &HashMap<String, u32>) -> Vec<Vec<u32>> {
    let votes = election.votes.as_ref().unwrap();
    let column = votes.column("vote").unwrap();
    let one = |row: &tally::pabulib::Row| {
        let mut numbers: Vec<u32> = row[column].split(',').map(|id| numbers[id.trim()]).collect();
        numbers.sort_unstable();
        numbers
    };
    votes.rows.iter().map(one).collect()
}

/// Ballot numbers by the real election's project ids, which the titles name.
pub fn numbers(city: &TestCity, contest: Id) -> HashMap<String, u32> {
    let contest: Contest = city.visitor().get(&path(CONTEST, &[&contest.to_string()])).read();
    let word = |name: &str| name.split(' ').nth(1).unwrap().to_owned();
    contest.ballot.iter().map(|item| (word(&item.name.ru), item.number.unsigned_abs())).collect()
}

/// The contest of a district.
pub fn contest_of(contests: &ContestList, district: Id) -> Id {
    contests.items.iter().find(|c| c.district_id == Some(district)).unwrap().id
}

fn client(visitor: &Client, app: &App, account: &Account, by_password: bool) -> Client {
    if !by_password {
        return visitor.clone().bearer(&app::session::tokens_for(app, account.id).unwrap().access_token.0);
    }
    let input = json!({ "email": account.email, "password": PASSWORD });
    let tokens: Tokens = visitor.post(TOKENS, &input).read();
    visitor.clone().bearer(&tokens.access_token.0)
}

/// Opens the vote by the calendar and casts everything.
pub fn november(city: &TestCity, office: &Office, contest: Id, voters: &[Account], choices: &[Vec<u32>]) {
    let put = |client: &Client, ballot: &Value| client.put(&path(ME_BALLOT, &[&contest.to_string()]), ballot);
    let fresh = |choices: &[u32]| ballot(office.cycle, contest, choices);
    put(&city.token_of(voters[0].id), &fresh(&choices[0])).refused(409, &["wrong_state", "not_in_phase"]);
    office.fire(&city.token_of(office.organiser), "open_voting").refused(409, &["phase_not_started"]);
    office.go(city, VOTING, Phase::Voting);
    city.clock().set(VOTING + Duration::HOUR);

    let stranger = city.resident(office.districts[1]).client;
    put(&stranger, &fresh(&[1])).refused(409, &["not_on_roll", "not_eligible_district"]);
    put(&city.token_of(office.organiser), &fresh(&[1])).refused(403, &["not_a_resident"]);
    let too_many: Vec<u32> = (1..=20).collect();
    put(&city.token_of(voters[0].id), &fresh(&too_many)).refused(409, &["too_many_choices"]);

    let (visitor, app, cycle) = (city.visitor(), &city.test.app, office.cycle);
    std::thread::scope(|threads| {
        let part = voters.len().div_ceil(THREADS);
        for (number, (voters, choices)) in voters.chunks(part).zip(choices.chunks(part)).enumerate() {
            let visitor = visitor.clone();
            threads.spawn(move || {
                for (i, (voter, choices)) in (number * part..).zip(voters.iter().zip(choices)) {
                    let client = client(&visitor, app, voter, i < BY_PASSWORD);
                    let send = |choices: &[u32]| -> BallotReceipt {
                        client
                            .put(&path(ME_BALLOT, &[&contest.to_string()]), &ballot(cycle, contest, choices))
                            .status(200)
                            .read()
                    };
                    if i % part < UNDECIDED / THREADS {
                        send(&[1 + u32::try_from(i).unwrap() % 20]);
                    }
                    send(choices);
                }
            });
        }
    });
    let list: ContestList = city.visitor().get(&format!("{}?now", office.at(CYCLE_CONTESTS))).read();
    let brief = list.items.iter().find(|c| c.id == contest).unwrap();
    assert_eq!(brief.voted, i64::try_from(voters.len()).unwrap(), "each voter once");

    // In the last microsecond a ballot counts; from the close on none does, although no job has run.
    city.clock().set(CLOSE - Duration::MICROSECOND);
    let last = fresh(&choices[0]);
    put(&city.token_of(voters[0].id), &last).status(200);
    let voter = city.token_of(voters[1].id);
    city.clock().set(CLOSE);
    put(&voter, &fresh(&[1])).refused(409, &["window_closed"]);
    city.clock().set(CLOSE + Duration::MICROSECOND);
    put(&voter, &fresh(&[1])).refused(409, &["window_closed"]);
    put(&city.token_of(voters[0].id), &last).status(200);
    assert_eq!(office.phase(city), Phase::Voting, "no job has run");
}

/// The count, and the act that confirms it; the funded items' numbers and the public ballots.
pub fn results(city: &TestCity, office: &Office, contests: &ContestList, contest: Id) -> (Vec<u32>, Election) {
    let at = |template: &str, id: Id| path(template, &[&id.to_string()]);
    let decision = |number: usize| json!({ "body_id": office.maslikhat, "act_number": format!("{number}"), "act_date": "2025-11-10", "act_title": text("Итоги") });
    city.run_jobs();
    assert_eq!(office.phase(city), Phase::Results);
    let boss = city.token_of(office.organiser);
    boss.post(&at(CONTEST_DECISION, contest), &decision(1)).refused(409, &["wrong_state"]);
    office.fire(&boss, "confirm_results").refused(409, &["tally_missing", "act_missing"]);
    city.clock().set(CLOSE + COUNTING_DELAY);
    assert_eq!(city.run_jobs(), contests.items.len(), "each contest is counted");
    let counted: ContestResult = city.visitor().get(&format!("{}?now", at(CONTEST_RESULT, contest))).read();
    assert_eq!(counted.state, ContestState::Counted);
    city.visitor().get(&at(CONTEST_BALLOTS, contest)).refused(409, &["wrong_state"]);
    city.token_of(office.clerk).post(&at(CONTEST_DECISION, contest), &decision(1)).refused(403, &["role_missing"]);
    office.fire(&boss, "confirm_results").refused(409, &["act_missing"]);
    for (number, one) in contests.items.iter().enumerate() {
        let decided: ContestResult = boss.post(&at(CONTEST_DECISION, one.id), &decision(number)).status(200).read();
        assert_eq!(decided.state, ContestState::Decided);
    }
    office.fire(&city.token_of(office.clerk), "confirm_results").refused(403, &["role_missing"]);
    office.fire(&boss, "confirm_results").status(200);
    assert_eq!(office.phase(city), Phase::Delivery);
    let decided: ContestResult = city.visitor().get(&format!("{}?now", at(CONTEST_RESULT, contest))).read();
    assert_eq!(decided.hash, counted.hash);
    assert!(decided.act.is_some());
    let funded = decided.items.iter().filter(|item| item.outcome == Some(ItemOutcome::Funded));
    let funded = funded.map(|item| item.number.unsigned_abs()).collect();
    let file = city.visitor().get(&at(CONTEST_BALLOTS, contest)).status(200).body;
    (funded, read_slice(&file, Options { keep_votes: true, ..Options::default() }).unwrap())
}
