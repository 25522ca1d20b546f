//! The ballot box: who may cast what and until when, and that nothing of it can be read back.

use api_types::contest::BallotReceipt;
use api_types::endpoint::{CONTEST, CYCLE_CONTESTS, ME, ME_BALLOT, ME_CONTESTS, path};
use domain::{Id, Registration, Role};
use qatysu_tests::vote::{Vote, VotePlan};
use qatysu_tests::{Resident, TestCity, both};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

const MICRO: Duration = Duration::MICROSECOND;

/// An open vote of the first district and its voters.
fn vote(city: &TestCity, voters: usize, change: impl FnOnce(&mut VotePlan)) -> (Vote, Vec<Resident>) {
    let district = city.districts()[0];
    let voters = city.residents(district, voters);
    let mut plan = VotePlan::new(city.test.city, district, city.now());
    change(&mut plan);
    let roll: Vec<Id> = voters.iter().map(|v| v.person).collect();
    (plan.open(&city.test.app, &roll), voters)
}

/// What the box of a contest holds.
fn boxed(city: &TestCity, vote: Vote) -> Vec<Vec<u32>> {
    let choices = city.test.app.store.read(|c| store::open_ballot::choices(c, vote.contest)).unwrap();
    let mut choices: Vec<_> = choices.iter().map(domain::ballot::Choices::numbers).collect();
    choices.sort();
    choices
}

both! {
    fn a_ballot_may_be_replaced_until_the_close_and_sent_again_for_ever(city: &TestCity) {
        let (vote, voters) = vote(city, 2, |_| {});
        let voter = &voters[0].client;
        let first = vote.ballot(&[1, 2]);
        let receipt: BallotReceipt = vote.cast(voter, &first).status(200).read();
        assert_eq!(receipt.commitment, first["commitment"]);
        assert!(receipt.replaceable);
        let groups: Vec<usize> = receipt.tracking.split('-').map(str::len).collect();
        assert_eq!(groups, [4; 5], "{}", receipt.tracking);
        assert_eq!(vote.cast(voter, &first).read::<BallotReceipt>(), receipt, "an answer was lost and is given again");
        let second = vote.ballot(&[3]);
        assert_ne!(vote.cast(voter, &second).read::<BallotReceipt>().tracking, receipt.tracking);
        vote.cast(&voters[1].client, &vote.ballot(&[1])).status(200);
        assert_eq!(boxed(city, vote), [vec![1], vec![3]]);
        // The nonce is the voter's own: whoever copies another one's ballot is told so.
        vote.cast(&voters[1].client, &second).invalid(&[("/nonce", "nonce_used")]);

        let closes = city.now() + Duration::DAY;
        city.clock().set(closes - MICRO);
        let voter = city.token_of(voters[0].account);
        let last = vote.ballot(&[2]);
        vote.cast(&voter, &last).status(200);
        city.clock().set(closes);
        vote.cast(&voter, &last).status(200);
        vote.cast(&voter, &first).refused(409, &["window_closed"]);
        city.run_jobs();
        vote.cast(&voter, &last).status(200);
        vote.cast(&voter, &first).refused(409, &["wrong_state", "not_in_phase"]);
        assert_eq!(boxed(city, vote), [vec![1], vec![2]]);
    }

    fn a_cast_ballot_stands_where_the_rules_say_so(city: &TestCity) {
        let (vote, voters) = vote(city, 1, |plan| plan.replaceable = false);
        let voter = &voters[0].client;
        let first = vote.ballot(&[1, 2]);
        assert!(!vote.cast(voter, &first).read::<BallotReceipt>().replaceable);
        vote.cast(voter, &first).status(200);
        vote.cast(voter, &vote.ballot(&[3])).refused(409, &["ballot_not_replaceable"]);
        vote.cast(voter, &vote.ballot(&[1, 2])).refused(409, &["ballot_not_replaceable"]);
        let mine = voter.get(ME_CONTESTS).value();
        assert_eq!(mine["items"][0]["voted"], true);
        assert_eq!(mine["items"][0]["blockers"][0]["code"], "ballot_not_replaceable");
        assert_eq!(boxed(city, vote), [[1, 2]]);
    }

    fn the_clock_opens_and_closes_a_vote_although_no_job_has_run(city: &TestCity) {
        let (opens, closes) = (city.now() + Duration::HOUR, city.now() + Duration::days(2));
        let (vote, voters) = vote(city, 1, |plan| (plan.opens_at, plan.closes_at) = (opens, closes));
        let at = |now: OffsetDateTime| {
            city.clock().set(now);
            vote.cast(&city.token_of(voters[0].account), &vote.ballot(&[1]))
        };
        at(opens - MICRO).refused(409, &["phase_not_started"]);
        at(opens).status(200);
        at(closes - MICRO).status(200);
        at(closes).refused(409, &["window_closed"]);
        at(closes + MICRO).refused(409, &["window_closed"]);
        city.run_jobs();
        at(closes + MICRO).refused(409, &["wrong_state", "not_in_phase"]);
        assert_eq!(boxed(city, vote), [[1]]);
    }

    fn only_who_is_on_the_roll_of_the_district_votes(city: &TestCity) {
        let (vote, voters) = vote(city, 1, |_| {});
        let [own, other] = city.districts();
        let ballot = vote.ballot(&[1]);
        vote.cast(&city.visitor(), &ballot).problem(401);
        vote.cast(&city.official("organiser", &[(Role::Organiser, None)]), &ballot).refused(403, &["not_a_resident"]);
        let clerk = city.official("clerk", &[(Role::Clerk, None)]);
        vote.cast(&clerk.on_behalf_of(voters[0].person), &ballot).refused(403, &["not_on_behalf"]);
        let stranger = city.resident(other);
        vote.cast(&stranger.client, &ballot).refused(409, &["not_on_roll", "not_eligible_district"]);
        vote.cast(&city.resident(own).client, &ballot).refused(409, &["not_on_roll"]);
        assert_eq!(stranger.client.get(ME_CONTESTS).value()["items"], json!([]), "another district's vote is not theirs");
        // Who moves to a temporary registration while the vote runs keeps the entry and loses the right.
        let person = voters[0].person;
        city.test.app.store.write(city.now(), move |tx| -> store::Result<()> {
            let mut row = store::person::find_current(tx, person)?.unwrap();
            row.registration = Registration::Temporary;
            store::person::update(tx, &row).map(drop)
        }).unwrap();
        vote.cast(&voters[0].client, &ballot).refused(409, &["not_eligible_registration"]);
        let nowhere = path(ME_BALLOT, &[&Id::new_v4().to_string()]);
        voters[0].client.put(&nowhere, &ballot).problem(404);
        assert!(boxed(city, vote).is_empty());
    }

    fn a_ballot_that_breaks_the_rules_is_refused_with_every_reason(city: &TestCity) {
        let (vote, voters) = vote(city, 1, |_| {});
        let voter = &voters[0].client;
        let cast = |choices: &[u32]| vote.cast(voter, &vote.ballot(choices));
        cast(&[]).refused(409, &["ballot_empty"]);
        cast(&[1, 2, 3]).refused(409, &["too_many_choices"]);
        cast(&[4]).refused(409, &["unknown_ballot_number"]);
        cast(&[0]).refused(409, &["unknown_ballot_number"]);
        cast(&[2, 1]).refused(409, &["choices_not_ascending"]);
        cast(&[1, 1]).refused(409, &["choice_repeated"]);
        let all = cast(&[3, 1, 9]).refused(409, &["too_many_choices", "choices_not_ascending", "unknown_ballot_number"]);
        assert_eq!((all.blockers[0].value.as_deref(), all.blockers[2].value.as_deref()), (Some("2"), Some("9")));
        let many: Vec<u32> = (1..=1001).collect();
        cast(&many).invalid(&[("/choices", "too_many")]);

        let mut wrong = vote.ballot(&[1]);
        wrong["choices"] = json!([2]);
        vote.cast(voter, &wrong).invalid(&[("/commitment", "commitment_mismatch")]);
        // Bound to its contest: the same choices and nonce elsewhere are another ballot.
        let elsewhere = qatysu_tests::vote::ballot(vote.cycle, Id::new_v4(), &[1]);
        vote.cast(voter, &elsewhere).invalid(&[("/commitment", "commitment_mismatch")]);
        let hex = json!({ "choices": [1], "nonce": "AB", "commitment": "x".repeat(64) });
        vote.cast(voter, &hex).invalid(&[("/nonce", "hex"), ("/commitment", "hex")]);
        for (pointer, value) in [("/choices/0", json!([-1])), ("/choices/0", json!([1.5])), ("/choices", json!("1"))] {
            let mut malformed = vote.ballot(&[1]);
            malformed["choices"] = value;
            assert_eq!(vote.cast(voter, &malformed).problem(400).errors[0].pointer, pointer);
        }
        assert!(boxed(city, vote).is_empty());
    }

    fn nothing_that_can_be_read_holds_a_choice(city: &TestCity) {
        let (vote, voters) = vote(city, 3, |_| {});
        let ballot = vote.ballot(&[1, 3]);
        vote.cast(&voters[0].client, &ballot).status(200);
        let contest = vote.contest.to_string();
        let pages = [
            ME.to_owned(),
            ME_CONTESTS.to_owned(),
            path(CONTEST, &[&contest]),
            path(CYCLE_CONTESTS, &[&vote.cycle.to_string()]),
        ];
        let secret = [ballot["nonce"].as_str().unwrap(), ballot["commitment"].as_str().unwrap(), "\"choices\""];
        for page in &pages {
            let said = voters[0].client.get(page).status(200).text();
            assert!(secret.iter().all(|s| !said.contains(s)), "{page}: {said}");
        }
        voters[0].client.get(&path(ME_BALLOT, &[&contest])).problem(405);
        let mine = voters[0].client.get(ME_CONTESTS).value();
        let mine = &mine["items"][0];
        assert_eq!((&mine["on_roll"], &mine["voted"], &mine["blockers"]), (&json!(true), &json!(true), &json!([])));
        assert_eq!(voters[1].client.get(ME_CONTESTS).value()["items"][0]["voted"], false);
        // The audit knows how many, to the minute, and nobody.
        let rows = city.test.app.store.read(|c| store::audit::list(c, &store::audit::AuditFilter::default(), &store::Seek::first(50))).unwrap().items;
        let cast: Vec<_> = rows.iter().filter(|row| row.action == "ballots_cast").collect();
        assert_eq!(cast.len(), 1);
        assert_eq!((cast[0].account_id, cast[0].at.second(), cast[0].at.nanosecond()), (None, 0, 0));
    }

    fn one_voter_on_eight_devices_has_one_ballot(city: &TestCity) {
        let (vote, voters) = vote(city, 4, |_| {});
        std::thread::scope(|threads| {
            for device in 0..8 {
                let voters = &voters;
                threads.spawn(move || {
                    for round in 0..4 {
                        for voter in voters {
                            vote.cast(&voter.client, &vote.ballot(&[1 + (device + round) % 3])).status(200);
                        }
                    }
                });
            }
        });
        assert_eq!(boxed(city, vote).len(), 4);
        let list: Value = city.visitor().get(&format!("{}?now", path(CYCLE_CONTESTS, &[&vote.cycle.to_string()]))).value();
        assert_eq!(list["items"][0]["voted"], 4);
    }
}
