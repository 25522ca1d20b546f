//! The Pabulib reader and writer on real files and on broken ones.
#![allow(clippy::unwrap_used)]

mod common;

use tally::pabulib::{Fault, MetaEntry, Options, ProjectLabel, ReadError, public_election, read, read_slice, write};
use tally::{BallotKind, GreedyOrder, Instance, Item, Method, Misfit, ProfileBuilder, Rule, count};

#[test]
fn every_real_file_reads_and_the_written_one_reads_the_same() {
    for file in common::files() {
        let election = common::load(&file, true);
        let mut written = Vec::new();
        write(&election, &mut written).unwrap();
        let again = read_slice(&written, Options { keep_votes: true, lenient: false }).unwrap();
        assert!(again == election, "{file} reads differently after writing");
        assert_eq!(election.profile.voters(), election.meta("num_votes").unwrap().parse::<u64>().unwrap());
    }
}

#[test]
fn the_votes_and_scores_are_those_that_the_city_wrote() {
    let mut exceptions = Vec::new();
    for file in common::files() {
        let election = common::load(&file, false);
        let items = election.instance.items.len();
        let votes = election.profile.votes(items);
        let scores = election.profile.scores(items);
        for item in 0..items {
            let cell = |column| election.projects.cell(item, column).map(|text| text.parse::<i128>().unwrap());
            if cell("votes").is_some_and(|cell| cell != i128::from(votes[item]))
                || cell("score").is_some_and(|cell| cell != scores[item])
            {
                exceptions.push(file.clone());
            }
        }
    }
    exceptions.dedup();
    assert_eq!(exceptions, Vec::<String>::new());
}

#[test]
fn an_election_is_read_alike_from_any_stream() {
    let file = "Poland_Wieliczka_2023_Green_Budget.pb";
    let bytes = common::bytes(file);
    for capacity in [1, 7, 4096] {
        let stream = std::io::BufReader::with_capacity(capacity, &bytes[..]);
        assert!(read(stream, Options::default()).unwrap() == common::load(file, false));
    }
}

const SMALL: &str = "META\nkey;value\nbudget;100,50\nvote_type;cumulative\nnum_projects;2\nnum_votes;2\nPROJECTS\n\
    project_id;cost;mystery\na;50.5;\"x;y\"\nb;30;\nVOTES\nvoter_id;vote;points;age\n1;a,b;2,1;30\n2;b;0.5;\n";

fn fault(text: &str) -> ReadError {
    read_slice(text.as_bytes(), Options::default()).unwrap_err()
}

#[test]
fn marks_line_ends_decimals_and_unknown_columns_are_understood() {
    for text in [SMALL.to_owned(), SMALL.replace('\n', "\r\n"), format!("\u{feff}{SMALL}"), SMALL.trim_end().to_owned()]
    {
        let election = read_slice(text.as_bytes(), Options { keep_votes: true, lenient: false }).unwrap();
        assert_eq!((election.instance.budget, election.instance.scale), (1005, 1));
        assert_eq!(election.instance.items[0].cost, 505);
        assert_eq!(election.instance.items[1].cost, 300);
        assert_eq!(election.projects.cell(0, "Mystery"), Some("x;y"));
        assert_eq!(election.profile.points_scale(), 1);
        assert_eq!(election.profile.scores(2), [20, 15]);
        assert_eq!(election.votes.unwrap().cell(0, "age"), Some("30"));
    }
}

#[test]
fn broken_files_are_refused_with_line_and_column() {
    let at = |line, column, fault| ReadError { line, column, fault };
    assert_eq!(fault(""), at(0, 1, Fault::MissingSection { section: "META".into() }).with_line(fault("").line));
    let truncated = &SMALL[..SMALL.find("VOTES").unwrap()];
    assert!(matches!(fault(truncated).fault, Fault::MissingSection { section } if section == "VOTES"));
    let short = SMALL.trim_end().rsplit_once('\n').unwrap().0;
    let wrong = Fault::WrongCount { name: "num_votes".into(), declared: 2, found: 1 };
    assert_eq!(fault(short).fault, wrong);
    let lenient = read_slice(short.as_bytes(), Options { keep_votes: false, lenient: true }).unwrap();
    assert_eq!(lenient.tolerated[0].fault, wrong);
    assert_eq!(fault(&SMALL.replace("b;30", "a;30")), at(10, 1, Fault::DuplicateProject { id: "a".into() }));
    assert_eq!(fault(&SMALL.replace("2;b;0.5", "1;b;0.5")), at(14, 1, Fault::DuplicateVoter { id: "1".into() }));
    assert_eq!(fault(&SMALL.replace("1;a,b", "1;a,x")), at(13, 5, Fault::UnknownProject { id: "x".into() }));
    assert_eq!(fault(&SMALL.replace("1;a,b", "1;a,a")), at(13, 3, Fault::RepeatedProject { id: "a".into() }));
    assert_eq!(fault(&SMALL.replace("2,1;30", "2;30")), at(13, 7, Fault::WrongPoints { choices: 2, points: 1 }));
    assert_eq!(fault(&SMALL.replace("50.5", "5o")), at(9, 3, Fault::NotAnAmount { text: "5o".into() }));
    assert_eq!(fault(&SMALL.replace("50.5", "-5")), at(9, 3, Fault::Negative { text: "-5".into() }));
    assert_eq!(fault(&SMALL.replace("cumulative", "guess")).fault, Fault::UnknownVoteType { text: "guess".into() });
    assert_eq!(fault(&SMALL.replace("0.5;\n", "0.5\n")), at(14, 8, Fault::WrongCells { expected: 4, found: 3 }));
    assert_eq!(
        fault(&SMALL.replace("cost;", "price;")).fault,
        Fault::MissingColumn { section: "PROJECTS".into(), name: "cost".into() }
    );
    assert_eq!(fault(&SMALL.replace("budget;100,50\n", "")).fault, Fault::MissingMeta { name: "budget".into() });
    assert_eq!(fault(&SMALL.replace("META", "HELLO")), at(1, 1, Fault::OutsideSection));
    assert_eq!(fault(&format!("{SMALL}PROJECTS\n")).fault, Fault::MisplacedSection { section: "PROJECTS".into() });
    let mut bytes = SMALL.as_bytes().to_vec();
    let last = bytes.len() - 3;
    bytes[last] = 0xff;
    let error = read_slice(&bytes, Options::default()).unwrap_err();
    assert_eq!((error.line, error.fault), (14, Fault::NotUtf8));
}

trait WithLine {
    fn with_line(self, line: u64) -> Self;
}

impl WithLine for ReadError {
    fn with_line(self, line: u64) -> Self {
        Self { line, ..self }
    }
}

#[test]
fn a_decided_contest_is_published_sorted_by_content_and_reads_back() {
    let items = vec![Item::new("ALM-1", 1_250_050), Item::new("ALM-2", 300_000)];
    let instance = Instance { currency: Some("KZT".into()), ..Instance::new(items, 1_400_000) };
    let mut builder = ProfileBuilder::new(BallotKind::Approval, 0, 2);
    for choices in [&[1][..], &[0, 1], &[1], &[0]] {
        builder.push(choices, &[], 1).unwrap();
    }
    let profile = builder.finish();
    let labels = [("Алаң; бақ", false), ("Жол \"А\"", true)].map(|(name, selected)| ProjectLabel {
        name: name.into(),
        selected: Some(selected),
        ..ProjectLabel::default()
    });
    let meta = vec![MetaEntry::new("description", "Sample"), MetaEntry::new("rule", "greedy")];
    let election = public_election(meta, instance.clone(), profile.clone(), &labels);
    let mut written = Vec::new();
    write(&election, &mut written).unwrap();
    let text = String::from_utf8(written.clone()).unwrap();
    assert!(text.ends_with("VOTES\nvoter_id;vote\n1;ALM-1\n2;ALM-1,ALM-2\n3;ALM-2\n4;ALM-2\n"), "{text}");
    let again = read_slice(&written, Options::default()).unwrap();
    assert_eq!(again.selected(), Some(vec!["ALM-2"]));
    assert_eq!(again.instance.budget, 140_000);
    let rule = Rule::new(Method::Greedy { order: GreedyOrder::Votes, misfit: Misfit::Skip });
    let (ours, theirs) = (count(&rule, &instance, &profile), count(&rule, &again.instance, &again.profile));
    assert_eq!(ours.unwrap().winners, theirs.unwrap().winners);
}

#[test]
fn rows_read_in_bulk_are_those_read_one_by_one() {
    let mut texts: Vec<Vec<u8>> = common::files().iter().map(|file| common::bytes(file)).collect();
    // Line ends of two characters, a quoted cell and an odd row in the middle, ids out of order, a project that is not there.
    for index in 0..texts.len() {
        let text = String::from_utf8(texts[index].clone()).unwrap().replace("\r\n", "\n");
        texts.push(text.replace('\n', "\r\n").into_bytes());
        let (head, rows) = text.split_at(text.find("\nVOTES").unwrap());
        let mut rows: Vec<&str> = rows.lines().collect();
        let middle = rows.len() / 2;
        let quoted = rows[middle].split(';').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(";");
        let last = rows.len() - 1;
        rows.swap(3, last);
        rows[middle] = &quoted;
        texts.push(format!("{head}{}", rows.join("\n")).into_bytes());
        let broken = rows[last].replacen(';', ";0x,", 1);
        rows[last] = &broken;
        texts.push(format!("{head}{}\n", rows.join("\n")).into_bytes());
    }
    for text in texts {
        // With cells kept, every row is read the careful way.
        let careful = read_slice(&text, Options { keep_votes: true, lenient: false });
        let quick = read_slice(&text, Options::default());
        let careful = careful.map(|election| election.profile);
        assert_eq!(quick.map(|election| election.profile), careful);
    }
}
