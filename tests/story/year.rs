//! Participatory budgeting from the rules to the closed cycle and a defect after it, on every ballot of a real election.

use qatysu_tests::both;
use qatysu_tests::vote::{expected_greedy, pabulib};
use tally::pabulib::{Options, read_slice};

use crate::office::{Office, PROPOSALS};
use crate::{approval, delivery, dialogue, vote};

/// 20 projects, 6,447 approval ballots: Cambridge, Massachusetts, 2019, from the Stanford data set.
const REAL: &str = "US_Stanford_Dataset_PB_Cambridge_2019_vote_approvals.pb";

both! {
    fn a_city_decides_on_real_ballots(city: &TestCity) {
        let election = read_slice(&pabulib(REAL), Options { keep_votes: true, ..Options::default() }).unwrap();
        assert!(election.profile.voters() >= 5000);
        let longest = election.profile.ballots().map(|b| b.choices.len()).max().unwrap();
        let office = Office::open(city, u16::try_from(longest).unwrap());
        office.go(city, PROPOSALS, domain::Phase::Proposals);
        let season = dialogue::september(city, &office, &election);
        approval::october(city, &office, &season);
        let voters = vote::electorate(city, &office, usize::try_from(election.profile.voters()).unwrap());
        let contests = approval::freeze(city, &office, &season);
        city.run_jobs();
        let contest = vote::contest_of(&contests, office.districts[0]);
        let numbers = vote::numbers(city, contest);
        let choices = vote::choices(&election, &numbers);
        vote::november(city, &office, contest, &voters, &choices);

        let (funded, public) = vote::results(city, &office, &contests, contest);
        let mut expected: Vec<u32> = expected_greedy(REAL).iter().map(|id| numbers[id]).collect();
        expected.sort_unstable();
        assert_eq!(funded, expected, "the reference winners");
        // And the public ballots are the real ones: the same multiset of choices.
        let mut cast: Vec<String> = choices.iter().map(|c| c.iter().map(u32::to_string).collect::<Vec<_>>().join(",")).collect();
        let mut read: Vec<String> = public.votes.unwrap().rows.iter().map(|row| row[1].to_owned()).collect();
        cast.sort();
        read.sort();
        assert_eq!(read, cast);
        delivery::until_closed(city, &office, &voters);
        city.run_jobs();
    }
}
