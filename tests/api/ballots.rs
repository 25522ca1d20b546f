//! The ballot box: who may cast what and until when, and that nothing of it can be read back.

use api_types::contest::{BallotReceipt, MyContest, MyContestList};
use api_types::endpoint::{CONTEST, CYCLE_CONTESTS, ME, ME_BALLOT, ME_CONTEST_ROLL, ME_CONTESTS, path};
use domain::ballot::{BallotClass, Choices, Graded, Points};
use domain::{BallotKind, DistrictRule, Id, LocalText, Registration, ResidentAction, Role};
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

/// The same, as it was cast.
fn kept(city: &TestCity, vote: Vote) -> Vec<Choices> {
    city.test.app.store.read(|c| store::open_ballot::choices(c, vote.contest)).unwrap()
}

fn points(list: &[(u32, u32)]) -> Choices {
    Choices::Points(list.iter().map(|&(number, points)| Points { number, points }).collect())
}

fn grades(list: &[(u32, u32)]) -> Choices {
    Choices::Grades(list.iter().map(|&(number, grade)| Graded { number, grade }).collect())
}

/// Residents choose the district in which they vote.
fn chosen(rules: &mut domain::Rules) {
    for rule in rules.eligibility.iter_mut().filter(|rule| rule.action == ResidentAction::Vote) {
        rule.district = DistrictRule::Chosen;
    }
}

/// How many are on the roll of each district's contest.
fn roll_sizes(city: &TestCity, cycle: Id) -> Vec<(Id, i64)> {
    let list: api_types::contest::ContestList =
        city.visitor().get(&format!("{}?now", path(CYCLE_CONTESTS, &[&cycle.to_string()]))).read();
    list.items.into_iter().map(|contest| (contest.district_id.unwrap(), contest.roll)).collect()
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

    fn points_are_given_within_their_sum(city: &TestCity) {
        let (vote, voters) = vote(city, 1, |plan| plan.rules = |rules| {
            rules.contests[0].ballot.kind = BallotKind::Cumulative;
            rules.contests[0].ballot.points = Some(10);
        });
        let voter = &voters[0].client;
        let paper = |list: &[(u32, u32)]| vote.paper(BallotKind::Cumulative, &points(list));
        let good = paper(&[(1, 9), (3, 1)]);
        vote.cast(voter, &good).status(200);
        vote.cast(voter, &good).status(200);
        assert_eq!(kept(city, vote), [points(&[(1, 9), (3, 1)])]);
        let many = vote.cast(voter, &paper(&[(1, 9), (3, 2)])).refused(409, &["too_many_points"]);
        assert_eq!(many.blockers[0].value.as_deref(), Some("10"));
        vote.cast(voter, &paper(&[(1, 0), (2, u32::MAX)])).refused(409, &["points_not_positive", "too_many_points"]);
        vote.cast(voter, &paper(&[(3, 1), (1, 1), (1, 1)])).refused(409, &["too_many_choices", "choice_repeated", "choices_not_ascending"]);
        for wrong in [json!([9]), json!([9, 1, 1]), json!([])] {
            let mut uneven = good.clone();
            uneven["points"] = wrong;
            vote.cast(voter, &uneven).invalid(&[("/points", "one_per_choice")]);
        }
        let mut other = good.clone();
        other["points"] = json!([8, 2]);
        vote.cast(voter, &other).invalid(&[("/commitment", "commitment_mismatch")]);
        let mut graded = good.clone();
        graded["grades"] = json!([0, 0]);
        vote.cast(voter, &graded).refused(409, &["choices_wrong_kind"]);
        let mut malformed = good;
        malformed["points"] = json!([9, -1]);
        assert_eq!(vote.cast(voter, &malformed).problem(400).errors[0].pointer, "/points/1");
        assert_eq!(kept(city, vote), [points(&[(1, 9), (3, 1)])]);
    }

    fn grades_are_those_of_the_rules(city: &TestCity) {
        let (vote, voters) = vote(city, 1, |plan| {
            plan.max = 3;
            plan.rules = |rules| {
                rules.contests[0].ballot.kind = BallotKind::Graded;
                rules.contests[0].ballot.grades = ["Good", "Fair", "Bad"].map(LocalText::same).to_vec();
            };
        });
        let voter = &voters[0].client;
        let paper = |list: &[(u32, u32)]| vote.paper(BallotKind::Graded, &grades(list));
        let good = paper(&[(1, 0), (2, 2), (3, 2)]);
        vote.cast(voter, &good).status(200);
        assert_eq!(kept(city, vote), [grades(&[(1, 0), (2, 2), (3, 2)])]);
        vote.cast(voter, &paper(&[(1, 0), (2, 3)])).refused(409, &["unknown_grade"]);
        vote.cast(voter, &paper(&[(2, 0), (1, 0), (9, 1)])).refused(409, &["choices_not_ascending", "unknown_ballot_number"]);
        let mut uneven = good.clone();
        uneven["grades"] = json!([0, 2]);
        uneven["nonce"] = json!("x");
        vote.cast(voter, &uneven).invalid(&[("/nonce", "hex"), ("/grades", "one_per_choice")]);
        vote.cast(voter, &vote.ballot(&[1])).invalid(&[("/grades", "one_per_choice")]);
        let mut pointed = good;
        pointed["points"] = json!([1, 1, 1]);
        vote.cast(voter, &pointed).refused(409, &["choices_wrong_kind"]);
        vote.cast(voter, &paper(&[(2, 1)])).status(200);
        assert_eq!(kept(city, vote), [grades(&[(2, 1)])], "what is not graded is left out");
    }

    fn ranks_are_in_the_order_of_the_list(city: &TestCity) {
        let (vote, voters) = vote(city, 2, |plan| plan.rules = |rules| rules.contests[0].ballot.kind = BallotKind::Ranked);
        let paper = |list: &[u32]| vote.paper(BallotKind::Ranked, &Choices::Numbers(list.to_vec()));
        vote.cast(&voters[0].client, &paper(&[3, 1])).status(200);
        vote.cast(&voters[1].client, &paper(&[1, 3])).status(200);
        let both = [Choices::Numbers(vec![1, 3]), Choices::Numbers(vec![3, 1])];
        let mut boxed = kept(city, vote);
        boxed.sort_by_key(Choices::numbers);
        assert_eq!(boxed, both);
        let mut turned = paper(&[3, 1]);
        turned["choices"] = json!([1, 3]);
        vote.cast(&voters[0].client, &turned).invalid(&[("/commitment", "commitment_mismatch")]);
        vote.cast(&voters[0].client, &paper(&[3, 3])).refused(409, &["choice_repeated"]);
        let mut pointed = paper(&[3, 1]);
        pointed["points"] = json!([2, 1]);
        vote.cast(&voters[0].client, &pointed).refused(409, &["choices_wrong_kind"]);
    }

    fn so_many_of_each_class(city: &TestCity) {
        let (vote, voters) = vote(city, 1, |plan| {
            (plan.max, plan.class_of) = (3, vec!["large", "large", "small"]);
            plan.rules = |rules| {
                let class = |id: &str, max| BallotClass { id: id.into(), name: LocalText::same(id), max, categories: Vec::new() };
                rules.contests[0].ballot.classes = vec![class("large", 1), class("small", 1)];
            };
        });
        let voter = &voters[0].client;
        let two = vote.cast(voter, &vote.ballot(&[1, 2])).refused(409, &["too_many_choices"]);
        assert_eq!(two.blockers[0].value.as_deref(), Some("large: 1"));
        vote.cast(voter, &vote.ballot(&[2, 3])).status(200);
        assert_eq!(boxed(city, vote), [[2, 3]]);
    }

    fn who_may_choose_where_to_vote_is_on_one_roll_and_stays_after_the_vote(city: &TestCity) {
        let [here, there] = city.districts();
        let (first, voters) = vote(city, 2, |plan| {
            plan.also = vec![there];
            plan.rules = chosen;
        });
        let list: Value = city.visitor().get(&format!("{}?now", path(CYCLE_CONTESTS, &[&first.cycle.to_string()]))).value();
        let other = list["items"].as_array().unwrap().iter().find(|c| c["district_id"] == json!(there)).unwrap();
        let second = Vote { contest: other["id"].as_str().unwrap().parse().unwrap(), ..first };
        let guest = city.resident(here);
        let choose = |client: &qatysu_tests::Client, vote: Vote| client.put(&path(ME_CONTEST_ROLL, &[&vote.contest.to_string()]), &json!({}));
        let mine = |resident: &Resident| resident.client.get(ME_CONTESTS).read::<MyContestList>().items;

        let open: Vec<_> = mine(&guest).into_iter().map(|own| (own.choosable, own.on_roll)).collect();
        assert_eq!(open, [(true, false), (true, false)], "both, as long as nothing is chosen");
        first.cast(&guest.client, &first.ballot(&[1])).refused(409, &["not_on_roll"]);
        let chosen: MyContest = choose(&guest.client, second).status(200).read();
        assert_eq!((chosen.on_roll, chosen.choosable, chosen.voted, chosen.blockers.len()), (true, false, false, 0));
        assert_eq!(mine(&guest), [chosen], "the others are gone");
        first.cast(&guest.client, &first.ballot(&[1])).refused(409, &["not_on_roll"]);
        choose(&guest.client, first).status(200);
        choose(&guest.client, first).status(200);
        assert_eq!(roll_sizes(city, first.cycle), [(here, 3), (there, 0)], "two were on the roll, the third one moved");
        second.cast(&guest.client, &second.ballot(&[1])).refused(409, &["not_on_roll"]);
        first.cast(&guest.client, &first.ballot(&[1])).status(200);
        choose(&guest.client, second).refused(409, &["already_voted"]);
        choose(&guest.client, first).status(200);
        assert_eq!(roll_sizes(city, first.cycle), [(here, 3), (there, 0)]);

        choose(&city.visitor(), first).problem(401);
        choose(&city.official("organiser", &[(Role::Organiser, None)]), first).refused(403, &["not_a_resident"]);
        let clerk = city.official("clerk", &[(Role::Clerk, None)]);
        choose(&clerk.on_behalf_of(voters[0].person), second).refused(403, &["not_on_behalf"]);
        choose(&guest.client, Vote { contest: Id::new_v4(), ..first }).problem(404);
        let (ordinary, _) = vote(city, 1, |_| {});
        choose(&guest.client, ordinary).refused(409, &["not_choosable"]);
        city.clock().set(city.now() + Duration::DAY);
        choose(&city.token_of(voters[1].account), second).refused(409, &["window_closed"]);
        city.run_jobs();
        choose(&city.token_of(voters[1].account), second).refused(409, &["wrong_state", "window_closed"]);
    }

    fn choosing_and_voting_at_once_leaves_one_roll_entry_and_one_ballot(city: &TestCity) {
        let [here, there] = city.districts();
        let (first, _) = vote(city, 0, |plan| (plan.also, plan.rules) = (vec![there], chosen));
        let list: Value = city.visitor().get(&format!("{}?now", path(CYCLE_CONTESTS, &[&first.cycle.to_string()]))).value();
        let other = list["items"].as_array().unwrap().iter().find(|c| c["district_id"] == json!(there)).unwrap();
        let second = Vote { contest: other["id"].as_str().unwrap().parse().unwrap(), ..first };
        let voters = city.residents(here, 3);
        std::thread::scope(|threads| {
            for vote in [first, second, first, second] {
                let voters = &voters;
                threads.spawn(move || {
                    for _ in 0..3 {
                        for voter in voters {
                            let chosen = voter.client.put(&path(ME_CONTEST_ROLL, &[&vote.contest.to_string()]), &json!({}));
                            assert!([200, 409].contains(&chosen.status), "{}", chosen.text());
                            let cast = vote.cast(&voter.client, &vote.ballot(&[1]));
                            assert!([200, 409].contains(&cast.status), "{}", cast.text());
                        }
                    }
                });
            }
        });
        assert_eq!(boxed(city, first).len() + boxed(city, second).len(), 3);
        let entries: i64 = roll_sizes(city, first.cycle).iter().map(|(_, size)| size).sum();
        assert_eq!(entries, 3);
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
