//! `qatysu tally` and `qatysu compare`: the binary on real elections.

use std::collections::BTreeMap;
use std::process::{Command, Output};

use qatysu_tests::process::{Folder, binary};
use serde_json::Value;
use tally::pabulib::{Election, Options, read_slice};

fn fixture(file: &str) -> String {
    format!("{}/fixtures/pabulib/{file}", env!("CARGO_MANIFEST_DIR"))
}

fn run(words: &[&str]) -> Output {
    Command::new(binary()).args(words).output().unwrap()
}

/// What it prints when it succeeds.
fn said(words: &[&str]) -> String {
    let output = run(words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(words: &[&str]) -> Value {
    serde_json::from_str(&said(&[words, &["--format", "json"]].concat())).unwrap()
}

/// The exit code and the message of a failure, which prints nothing else.
fn refused(words: &[&str]) -> (i32, String) {
    let output = run(words);
    assert!(output.stdout.is_empty(), "{words:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn election(file: &str) -> Election {
    read_slice(&std::fs::read(fixture(file)).unwrap(), Options { keep_votes: true, lenient: false }).unwrap()
}

fn expected() -> BTreeMap<String, BTreeMap<String, Value>> {
    serde_json::from_slice(&std::fs::read(fixture("expected.json")).unwrap()).unwrap()
}

/// Files that tell what their city selected, but not clearly by which rule.
const NOT_CLEAR: [&str; 3] = [
    "Hungary_Budapest_2022_VIII_Jozsefvaros.pb",
    "Poland_Poznan_2023_9_-_Stare_Miasto.pb",
    "Poland_Poznan_2024_8_-_Chartowo_Rataje_Zegrze__small.pb",
];

const SWIECIE: &str = "Poland_Swiecie_2023.pb";
const ASSEN: &str = "Netherlands_Assen_2024.pb";

#[test]
fn every_expected_rule_on_every_file_has_the_winners_and_the_cost_of_the_reference() {
    let words = |rule: &str| -> &[&str] {
        match rule {
            "greedy_cost" => &["--rule", "greedy"],
            "greedy_card" => &["--rule", "greedy", "--utility", "cardinality"],
            "mes_cost" => &["--rule", "mes"],
            "mes_card" => &["--rule", "mes", "--utility", "cardinality"],
            "mes_cost_add1_greedy" => &["--rule", "mes", "--completion", "add1+greedy"],
            "phragmen" => &["--rule", "phragmen"],
            other => panic!("{other} is new"),
        }
    };
    let (mut same, mut unknown) = (0, Vec::new());
    for (file, rules) in expected() {
        for (rule, expected) in rules {
            let counted = json(&[&["tally", &fixture(&file)], words(&rule)].concat());
            if expected["winners"].is_null() {
                unknown.push((file.clone(), rule));
                continue;
            }
            assert_eq!(texts(&counted["winners"]), texts(&expected["winners"]), "{rule} of {file}");
            assert_eq!(counted["cost"], expected["cost"], "{rule} of {file}");
            same += 1;
        }
    }
    let timed_out = [("Hungary_Budapest_2022_VIII_Jozsefvaros.pb".to_owned(), "mes_cost_add1_greedy".to_owned())];
    assert_eq!((same, unknown.as_slice()), (167, &timed_out[..]), "the reference gave up after 90 s");
}

#[test]
fn the_rule_of_the_file_gives_what_the_city_selected_or_says_why_not() {
    let mut reproduced = 0;
    for file in expected().into_keys() {
        let Some(mut selected) =
            election(&file).selected().map(|ids| ids.into_iter().map(str::to_owned).collect::<Vec<_>>())
        else {
            continue;
        };
        let path = fixture(&file);
        if NOT_CLEAR.contains(&file.as_str()) {
            let (code, why) = refused(&["tally", &path, "--rule", "city"]);
            assert_eq!(code, 3, "{file}");
            assert!(why.contains("does not say clearly") && why.contains("--rule"), "{why}");
            continue;
        }
        selected.sort();
        let counted = json(&["tally", &path, "--rule", "city"]);
        assert_eq!(texts(&counted["winners"]), selected, "{file}");
        reproduced += 1;
    }
    assert_eq!(reproduced, 13);
    let (_, why) = refused(&["tally", &fixture(NOT_CLEAR[1])]);
    assert!(why.contains("at least 80%"), "the file's own comment is the reason: {why}");
}

#[test]
fn an_explanation_carries_amounts_as_decimals_and_reasons_as_data() {
    let file = fixture("Poland_Krakow_2025_Swoszowice.pb");
    let counted = json(&["tally", &file, "--rule", "greedy", "--explain"]);
    assert_eq!(counted["budget"], "1920218.79");
    let projects = counted["projects"].as_array().unwrap();
    assert_eq!(projects.len(), 20);
    let lost = projects.iter().find(|project| project["reason"]["key"] == "lacks_money").unwrap();
    let (remaining, missing) =
        (lost["reason"]["remaining"].as_str().unwrap(), lost["reason"]["missing"].as_str().unwrap());
    assert!(remaining.contains('.') && missing.contains('.'), "{lost}");
    assert!(lost["why"].as_str().unwrap().contains(missing), "{lost}");
    assert!(counted["rounds"].as_array().unwrap().len() >= 10);

    let counted = json(&["tally", &fixture(ASSEN), "--rule", "mes", "--explain"]);
    let first = &counted["rounds"][0];
    assert_eq!((first["payers"]["full"].as_u64(), first["payers"]["each"].as_str()), (Some(43), Some("167.441861")));
    assert_eq!(first["runner_up"]["item"], "9");
    let numbers = &counted["statistics"];
    assert_eq!((numbers["voters"].as_u64(), numbers["ejr_plus"].as_array().map(Vec::len)), (Some(84), Some(0)));
    assert_eq!(numbers["budget"], "100000");
    let kazakh = said(&["tally", &fixture(ASSEN), "--explain", "--lang", "kk"]);
    let english = said(&["tally", &fixture(ASSEN), "--explain"]);
    assert!(english.contains("too little") && !kazakh.contains("too little") && !kazakh.contains("result-reason"));
    assert!(english.contains("43 voters pay up to 167.441861 each"), "{english}");
}

#[test]
fn the_formats_hold_the_same_outcome() {
    let file = fixture(SWIECIE);
    let rule = ["tally", &file, "--rule", "mes", "--completion", "add1u"];
    let counted = json(&rule);
    let winners = texts(&counted["winners"]);
    // CSV: a row per project; quoted names hold the separator.
    let csv = said(&[&rule[..], &["--format", "csv", "--explain"]].concat());
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("project_id,name,cost,votes,score,selected,reason,why"));
    let mut funded: Vec<&str> =
        lines.filter(|line| line.contains(",1,funded,")).map(|line| line.split(',').next().unwrap()).collect();
    funded.sort_unstable();
    assert_eq!(funded, winners);
    // The file again: nothing but `selected` and `rule` differs.
    let original = election(SWIECIE);
    let pb = said(&[&rule[..], &["--format", "pb"]].concat());
    let written = read_slice(pb.as_bytes(), Options { keep_votes: true, lenient: false }).unwrap();
    assert_eq!(
        (&written.votes, &written.instance, &written.profile),
        (&original.votes, &original.instance, &original.profile)
    );
    let mut selected = written.selected().unwrap();
    selected.sort_unstable();
    assert_eq!((selected, written.meta("rule")), (winners, Some("unknown")), "Pabulib has no name for add1u");
    let city = said(&["tally", &file, "--rule", "city", "--format", "pb"]);
    assert!(read_slice(city.as_bytes(), Options { keep_votes: true, lenient: false }).unwrap() == original);
    // A file without the column gets it; one that counted otherwise loses its claim.
    let without =
        said(&["tally", &fixture("Poland_Krakow_2018_Wzgorza_Krzeslawickie.pb"), "--rule", "mes", "--format", "pb"]);
    assert!(read_slice(without.as_bytes(), Options::default()).unwrap().selected().is_some());
    let greedy = said(&["tally", &file, "--rule", "greedy", "--format", "pb"]);
    assert_eq!(read_slice(greedy.as_bytes(), Options::default()).unwrap().meta("rule"), Some("greedy"));
}

#[test]
fn exit_codes_say_what_went_wrong() {
    let folder = Folder::new();
    let write = |name: &str, text: &str| {
        let path = folder.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let small = "META\nkey;value\nbudget;10\nvote_type;approval\nnum_votes;2\nPROJECTS\nproject_id;cost\na;6\nb;5\n\
        VOTES\nvoter_id;vote\n1;a\n2;b\n";
    let file = write("small.pb", small);
    let assert_refused = |words: &[&str], code: i32, part: &str| {
        let (found, why) = refused(&[&["tally"], words].concat());
        assert!(found == code && why.contains(part), "{words:?}: {found} {why}");
    };
    assert_refused(&["/no/such/file.pb"], 1, "/no/such/file.pb");
    assert_refused(&[&file, "--rule", "lottery"], 2, "possible values");
    assert_refused(&[&file, "--rule", "greedy", "--tie-break", "cost,lot"], 2, "--seed");
    assert_refused(&[&file, "--rule", "mes", "--completion", "add2"], 2, "add2");
    assert_refused(&[&file, "--rule", "mes", "--completion", "greedy+add1"], 2, "add1 comes first");
    assert_refused(&[&file, "--rule", "mes", "--completion", "add1", "--increment", "0.5"], 2, "--increment 0.5");
    assert_refused(&[&file, "--rule", "mes", "--completion", "add1", "--increment", "-1"], 2, "--increment -1");
    assert_refused(&[&file, "--rule", "greedy", "--minimum", "-1"], 2, "--minimum -1");
    assert_refused(&[&file, "--rule", "greedy", "--tie-break", "lot", "--seed", ""], 2, "--seed");
    assert_refused(&[&file, "--rule", "greedy", "--lang", "de"], 2, "kk, ru, en");
    assert_refused(&[&file, "--rule", "cstv", "--variant", "stv"], 2, "mtc");
    assert_refused(&[&file, "--rule", "greedy-exclusive", "--exclusive", "a,z"], 2, "project z");
    assert_refused(&[&file, "--rule", "greedy-exclusive", "--exclusive", "a,a"], 2, "fewer than two");
    assert_refused(&[&file], 3, "names no rule");
    assert_refused(&[&file, "--rule", "greedy-threshold"], 3, "min_project_score_threshold");
    for rule in ["unknown", "greedy-custom", "greedy-exclusive", "greedy-threshold", "something new"] {
        let named = write("named.pb", &small.replace("PROJECTS", &format!("rule;{rule}\nPROJECTS")));
        assert_refused(&[&named], 3, rule);
    }
    // Which projects exclude each other stands in words at best; whoever knows says so.
    let exclusive = small.replace("PROJECTS", "rule;greedy-exclusive\ncomment;b is the larger a\nPROJECTS");
    let exclusive = write("exclusive.pb", &exclusive);
    assert_refused(&[&exclusive], 3, "b is the larger a");
    assert!(said(&["tally", &exclusive, "--exclusive", "a,b"]).contains("1 funded"));
    for (broken, place) in [
        (String::new(), "line 1, column 1"),
        (small.replace("budget;10", "budget;99999999999999999999"), "line 3, column 8"),
        (small.replace("a;6", "a;-6"), "below zero"),
        (small.replace("2;b", "2;c"), "line 13, column 3"),
        (small.replace("b;5", "b;five"), "line 9, column 3"),
        (small.replace("num_votes;2", "num_votes;3"), "--lenient"),
        (small.replace("2;b\n", "2;b\n2;a\n"), "line 14, column 1"),
        ("hello".to_owned(), "line 1, column 1"),
    ] {
        assert_refused(&[&write("broken.pb", &broken), "--rule", "greedy"], 4, place);
    }
    assert_refused(&[&file, "--rule", "mes", "--utility", "borda"], 5, "borda");
    assert_refused(&[&file, "--rule", "welfare", "--exclusive", "a,b"], 5, "incompatible");
    let ranked = fixture("Worldwide_Mechanical_Turk_Ranking_value_8.pb");
    let (code, why) = refused(&["tally", &ranked, "--rule", "phragmen"]);
    assert!(code == 5 && why.contains("--rule chooses") && !why.contains("--utility"), "{why}");
    // What an option does not do is said.
    for words in [&["--seed", "x"][..], &["--completion", "add1"], &["--variant", "mt"], &["--tie-break", "name,cost"]]
    {
        let output = run(&[&["tally", &file, "--rule", "greedy"], words].concat());
        let warned = String::from_utf8_lossy(&output.stderr).contains(words[0]);
        assert!(output.status.success() && warned, "{words:?}");
    }
    // What is counted with a word of warning.
    let longer = write("longer.pb", &small.replace("num_votes;2", "num_votes;3"));
    let output = run(&["tally", &longer, "--rule", "greedy", "--lenient"]);
    assert!(output.status.success() && String::from_utf8_lossy(&output.stderr).contains("num_votes is 3"));
    let help = said(&["tally", "--help"]);
    assert!((0..=5).all(|code| help.contains(&format!("\n  {code}  "))), "{help}");
}

#[test]
fn ties_thresholds_and_exclusions_are_those_that_were_asked_for() {
    let folder = Folder::new();
    let path = folder.0.join("tied.pb");
    let text = "META\nkey;value\nbudget;10.5\nvote_type;approval\nmin_project_score_threshold;2\nrule;greedy-exclusive\nPROJECTS\n\
        project_id;cost\na;6\nb;5,5\nc;4.5\nd;4\nVOTES\nvoter_id;vote\n1;a,b\n2;a,b\n3;c\n4;c\n5;d\n";
    std::fs::write(&path, text).unwrap();
    let file = path.display().to_string();
    let winners = |words: &[&str]| {
        let counted = json(&[&["tally", &file], words].concat());
        texts(&counted["winners"]).concat() + "|" + counted["cost"].as_str().unwrap()
    };
    assert_eq!(winners(&["--rule", "greedy"]), "ac|10.5");
    assert_eq!(winners(&["--rule", "greedy", "--tie-break", "cost"]), "bc|10");
    let lot = ["--rule", "greedy", "--tie-break", "lot", "--seed", "2026-11-16"];
    assert_eq!(winners(&lot), winners(&lot), "anybody can draw it again");
    assert_eq!(winners(&["--rule", "greedy-no-skip"]), "a|6");
    assert_eq!(winners(&["--rule", "greedy-threshold", "--minimum", "3"]), "|0");
    assert_eq!(winners(&["--rule", "greedy-threshold"]), "ac|10.5");
    assert_eq!(winners(&["--rule", "greedy-exclusive", "--exclusive", "a,c"]), "ad|10");
    // With the city's own rule comes the city's own threshold, under which d is.
    assert_eq!(winners(&["--exclusive", "a,c"]), "a|6");
    assert_eq!(winners(&["--rule", "mes", "--completion", "add1", "--increment", "0.1"]).split('|').next(), Some("bc"));
    let idle = run(&["tally", &file, "--rule", "phragmen", "--utility", "cost"]);
    assert!(String::from_utf8_lossy(&idle.stderr).contains("--utility does nothing"));
}

#[test]
fn every_rule_counts_what_it_can() {
    for (file, refusing) in [
        (ASSEN, &[][..]),
        ("Poland_Czestochowa_2020_Stradom.pb", &["phragmen", "maximin"][..]),
        ("Worldwide_Mechanical_Turk_Utilities_8.pb", &["phragmen", "maximin"][..]),
        ("Poland_Krakow_2018_Wzgorza_Krzeslawickie.pb", &["phragmen", "maximin", "cstv"][..]),
    ] {
        for rule in
            ["greedy", "greedy-no-skip", "greedy-exclusive", "welfare", "mes", "phragmen", "maximin", "bos", "cstv"]
        {
            let output = run(&["tally", &fixture(file), "--rule", rule]);
            let code = if refusing.contains(&rule) { 5 } else { 0 };
            assert_eq!(output.status.code(), Some(code), "{rule} of {file}");
        }
    }
}

#[test]
fn all_rules_are_set_beside_what_the_city_selected() {
    let file = fixture(ASSEN);
    let compared = json(&["compare", &file]);
    let entries = compared["entries"].as_array().unwrap();
    let names: Vec<&str> = entries.iter().map(|entry| entry["rule"].as_str().unwrap()).collect();
    assert_eq!(names[..3], ["selected", "city", "greedy"]);
    assert!(["equal_shares", "phragmen", "maximin_support", "welfare"].iter().all(|name| names.contains(name)));
    assert_eq!(entries[0]["winners"], entries[1]["winners"]);
    let greedy = &entries[2];
    assert_eq!((texts(&greedy["gained"]), texts(&greedy["lost"])), (vec!["8"], vec!["5", "6", "12"]));
    assert_eq!(greedy["cost"], "99200");
    assert_eq!((greedy["preference"]["first"].as_u64(), greedy["preference"]["second"].as_u64()), (Some(21), Some(25)));
    assert_eq!(greedy["statistics"]["with_a_winner"], 84);
    let table = said(&["compare", &file, "--format", "csv"]);
    assert_eq!(table.lines().count(), entries.len() + 1);
    let text = said(&["compare", &file]);
    assert!(text.contains("instead of 5, 6, 12 it funds 8"), "{text}");
    // Rules that cannot count rankings are listed with the reason; a file without a clear rule is compared all the same.
    let output = run(&["compare", &fixture("Switzerland_Zurich_S5R.pb")]);
    assert!(output.status.success() && String::from_utf8_lossy(&output.stderr).contains("without the city's own rule"));
}
