use super::*;
use serde_json::{Value, json};
use tally::{Instance, ProfileBuilder, Rule, TieBreak};

const FILE: &str = "META\nkey;value\ndescription;x\ncountry;x\nunit;x\ninstance;1\nnum_projects;3\nnum_votes;5\nbudget;1000.50\n\
    vote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost;name\n1;600.50;a\n2;500;b\n3;400;c\nVOTES\nvoter_id;vote\n\
    1;1,3\n2;1\n3;2\n4;2\n5;3,1\n";

fn published() -> Value {
    let items: Vec<Item> = [60_050, 50_000, 40_000]
        .into_iter()
        .zip(1..)
        .map(|(cost, number)| Item { number: Some(number), ..Item::new(format!("{number:05}"), cost) })
        .collect();
    let mut profile = ProfileBuilder::new(tally::BallotKind::Approval, 0, 3);
    for choices in [&[0_u32, 2][..], &[0], &[1], &[1], &[0, 2]] {
        profile.push(choices, &[], 1).unwrap();
    }
    let rule = Rule::greedy(0, vec![TieBreak::Number]);
    let outcome = count(&rule, &Instance::new(items, 100_050), &profile.finish()).unwrap();
    let item =
        |number: u32, score: i64| json!({"number": number, "project_number": null, "envelope_id": "e", "score": score});
    json!({"ballots": 5, "counts": [{"envelope_id": "e", "outcome": outcome}], "items": [item(1, 3), item(2, 2), item(3, 2)]})
}

fn run(published: &Value) -> Result<Recount, String> {
    recount(published.to_string().as_bytes(), &[FILE.into()])
}

#[test]
fn an_honest_result_agrees() {
    let recount = run(&published()).unwrap();
    assert!(recount.same() && recount.by_rule, "{recount:?}");
    assert_eq!(recount.items.iter().filter(|line| line.wins).map(|line| line.number).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn a_changed_winner_or_vote_is_seen() {
    let mut other = published();
    other["counts"][0]["outcome"]["winners"] = json!(["00002"]);
    let recount = run(&other).unwrap();
    assert!(!recount.same());
    assert_eq!(recount.items.iter().map(Line::same).collect::<Vec<_>>(), [false, false, false]);
    let mut other = published();
    other["items"][1]["score"] = json!(9);
    assert_eq!(run(&other).unwrap().items.iter().map(Line::same).collect::<Vec<_>>(), [true, false, true]);
    let mut other = published();
    other["ballots"] = json!(6);
    assert!(!run(&other).unwrap().same());
}

#[test]
fn without_a_rule_votes_are_counted() {
    let mut other = published();
    other["counts"] = json!([]);
    let recount = run(&other).unwrap();
    assert!(recount.same() && !recount.by_rule);
}

#[test]
fn winners_by_number_are_counted_over_all_envelopes() {
    let mut other = published();
    let mut rule = Rule::greedy(0, vec![TieBreak::Number]);
    rule.constraints.most_winners = Some(2);
    rule.constraints.reserved = vec![tally::ReservedPlaces { category: "poorer".into(), places: 1 }];
    rule.constraints.ignore_budget = true;
    other["items"][2]["envelope_id"] = json!("f");
    let count = &mut other["counts"][0];
    count["outcome"]["rule"] = json!(rule);
    count["joint"] = json!([{"envelope_id": "e"}, {"envelope_id": "f", "group": "poorer"}]);
    count["outcome"]["winners"] = json!(["00001", "00003"]);
    let recount = run(&other).unwrap();
    assert!(recount.same() && recount.by_rule, "{recount:?}");
}

#[test]
fn another_contest_is_refused() {
    let mut other = published();
    other["items"][0]["number"] = json!(7);
    assert!(run(&other).is_err());
    assert!(recount(b"{}", &[b"x".to_vec()]).is_err());
    assert!(recount(published().to_string().as_bytes(), &[]).is_err());
}

/// Residents 60 %, a committee 40 %: `0.6 · votes / 5 + 0.4 · votes / 2` of each project.
fn by_components() -> (Value, Vec<Vec<u8>>) {
    let projects = FILE.split("VOTES").next().unwrap().replace("num_votes;5", "num_votes;2");
    let files = vec![FILE.into(), format!("{projects}VOTES\nvoter_id;vote\n1;2,3\n2;3\n").into_bytes()];
    let mut of = published();
    let rule = json!({"method": {"name": "weighted_components", "misfit": "skip", "share_of": "voters",
        "components": [{"name": "residents", "weight": 60}, {"name": "committee", "weight": 40}]}, "ties": [{"by": "number"}]});
    of["counts"][0]["outcome"]["rule"] = rule;
    of["counts"][0]["outcome"]["winners"] = json!(["00003", "00002"]);
    let scores = |of: [u32; 3], den: u32| {
        let score = |(score, number): (u32, u32)| json!({"item": format!("{number:05}"), "score": {"num": score.to_string(), "den": den.to_string()}});
        of.into_iter().zip(1..).map(score).collect::<Vec<_>>()
    };
    of["counts"][0]["components"] = json!([
        {"name": "residents", "weight": 60, "voters": 5, "scores": scores([3, 2, 2], 5)},
        {"name": "committee", "weight": 40, "voters": 2, "scores": scores([0, 1, 2], 2)},
    ]);
    of["counts"][0]["scores"] = json!(scores([360, 440, 640], 1000));
    of["ballots"] = json!(7);
    for (at, votes) in [3, 3, 4].into_iter().enumerate() {
        of["items"][at]["score"] = json!(votes);
    }
    (of, files)
}

fn run_all((published, files): &(Value, Vec<Vec<u8>>)) -> Result<Recount, String> {
    recount(published.to_string().as_bytes(), files)
}

#[test]
fn weighted_components_are_counted_each_from_its_own_file() {
    let recount = run_all(&by_components()).unwrap();
    assert!(recount.same() && recount.by_rule, "{recount:?}");
    assert_eq!(recount.components.iter().map(|part| part.ballots).collect::<Vec<_>>(), [5, 2]);
    assert_eq!(recount.items.iter().map(|line| line.joint.unwrap()).collect::<Vec<_>>(), [3600, 4400, 6400]);
    assert_eq!(recount.items.iter().filter(|line| line.wins).map(|line| line.number).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn a_changed_component_weight_or_joint_score_is_seen() {
    let same = |change: fn(&mut Value)| {
        let (mut published, files) = by_components();
        change(&mut published["counts"][0]);
        run_all(&(published, files)).unwrap().same()
    };
    assert!(same(|_| ()));
    assert!(!same(|count| count["components"][1]["voters"] = json!(3)));
    assert!(!same(|count| count["components"][0]["scores"][2]["score"]["num"] = json!("3")));
    assert!(!same(|count| count["scores"][0]["score"]["num"] = json!("361")));
    assert!(!same(|count| count["outcome"]["rule"]["method"]["components"][1]["weight"] = json!(1)));
    assert!(!same(|count| count["outcome"]["winners"] = json!(["00001"])));
}

#[test]
fn a_component_without_its_file_or_with_another_one_is_refused() {
    let (published, mut files) = by_components();
    let both = files.clone();
    files.pop();
    assert!(run_all(&(published.clone(), files.clone())).is_err());
    files.push(String::from_utf8(both[1].clone()).unwrap().replace("2;500;b", "2;501;b").into_bytes());
    assert!(run_all(&(published, files)).is_err());
    assert!(run_all(&(self::published(), both)).is_err());
}
