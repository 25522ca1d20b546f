use proptest::prelude::*;

use super::*;

const CONTEST: Id = Id::from_u128(0x018f_3c2a_0000_7000_8000_0000_0000_0001);
const CYCLE: Id = Id::from_u128(0x018f_3c2a_0000_7000_8000_0000_0000_0002);

fn rule(kind: BallotKind) -> BallotRule {
    BallotRule { kind, min: 1, max: Some(3), points: None, grades: vec![], classes: vec![], replaceable: true }
}

/// Items 1 to 9 of 100 each; 8 and 9 exclude each other; odd ones are large.
fn options() -> Vec<BallotOption> {
    let incompatible = |n| match n {
        8 => vec![9],
        _ => vec![],
    };
    let class = |n: u32| Some(if n % 2 == 1 { "large" } else { "small" }.to_owned());
    (1..=9)
        .map(|n| BallotOption { number: n, cost: Money(100), class: class(n), incompatible: incompatible(n) })
        .collect()
}

fn refused(rule: &BallotRule, choices: Choices) -> String {
    rule.check(&choices, &options(), Some(Money(250))).err().unwrap_or_default().to_string()
}

#[test]
fn approval_up_to_three() {
    let rule = rule(BallotKind::Approval);
    for (numbers, faults) in [
        (vec![1], ""),
        (vec![1, 5, 9], ""),
        (vec![], "ballot_empty"),
        (vec![1, 2, 3, 4], "too_many_choices: 3"),
        (vec![5, 1], "choices_not_ascending"),
        (vec![5, 5], "choice_repeated"),
        (vec![0, 12], "unknown_ballot_number: 0, unknown_ballot_number: 12"),
        (vec![8, 9], "incompatible_choices"),
        (vec![9, 2, 2, 77], "too_many_choices: 3, choice_repeated, choices_not_ascending, unknown_ballot_number: 77"),
    ] {
        assert_eq!(refused(&rule, Choices::Numbers(numbers.clone())), faults, "{numbers:?}");
    }
    let points = Choices::Points(vec![Points { number: 1, points: 1 }]);
    assert_eq!(refused(&rule, points), "choices_wrong_kind");
    let blank = BallotRule { min: 0, ..rule };
    assert_eq!(refused(&blank, Choices::Numbers(vec![])), "", "a city may accept an empty ballot");
}

#[test]
fn a_cast_ballot_is_replaced_or_stands_as_the_rules_say() {
    let replaceable = rule(BallotKind::Approval);
    let stands = BallotRule { replaceable: false, ..rule(BallotKind::Approval) };
    let refused =
        |rule: &BallotRule, on_roll, before| rule.may_cast(on_roll, before).err().unwrap_or_default().to_string();
    assert_eq!(refused(&replaceable, true, true), "");
    assert_eq!(refused(&stands, true, false), "");
    assert_eq!(refused(&stands, true, true), "ballot_not_replaceable");
    assert_eq!(refused(&stands, false, true), "not_on_roll, ballot_not_replaceable");
}

#[test]
fn the_other_kinds() {
    let numbers = |n: &[u32]| Choices::Numbers(n.to_vec());
    assert_eq!(refused(&rule(BallotKind::Ranked), numbers(&[5, 1, 3])), "");
    assert_eq!(refused(&rule(BallotKind::Ranked), numbers(&[5, 1, 5])), "choice_repeated");
    assert_eq!(refused(&rule(BallotKind::ChooseOne), numbers(&[1, 2])), "too_many_choices: 1");
    assert_eq!(refused(&rule(BallotKind::Knapsack), numbers(&[1, 2])), "");
    assert_eq!(refused(&rule(BallotKind::Knapsack), numbers(&[1, 2, 3])), "budget_exceeded");
    let cumulative = BallotRule { points: Some(10), ..rule(BallotKind::Cumulative) };
    let points =
        |list: &[[u32; 2]]| Choices::Points(list.iter().map(|&[number, points]| Points { number, points }).collect());
    assert_eq!(refused(&cumulative, points(&[[1, 4], [2, 6]])), "");
    assert_eq!(refused(&cumulative, points(&[[1, 4], [2, 7]])), "too_many_points: 10");
    assert_eq!(refused(&cumulative, points(&[[1, u32::MAX], [2, u32::MAX]])), "too_many_points: 10");
    assert_eq!(refused(&cumulative, points(&[[1, 0]])), "points_not_positive", "no points is no choice");
    let graded =
        BallotRule { grades: vec![LocalText::same("+"), LocalText::same("-")], max: None, ..rule(BallotKind::Graded) };
    let grades =
        |list: &[[u32; 2]]| Choices::Grades(list.iter().map(|&[number, grade]| Graded { number, grade }).collect());
    assert_eq!(refused(&graded, grades(&[[1, 0], [2, 1], [3, 0], [4, 1]])), "");
    assert_eq!(refused(&graded, grades(&[[1, 2]])), "unknown_grade");
    let class =
        |id: &str, max| BallotClass { id: id.to_owned(), name: LocalText::same(id), max, categories: Vec::new() };
    let classes = BallotRule { classes: vec![class("large", 2), class("small", 1)], ..rule(BallotKind::Approval) };
    assert_eq!(refused(&classes, numbers(&[1, 2, 3])), "");
    assert_eq!(refused(&classes, numbers(&[2, 4, 5])), "too_many_choices: small: 1");
}

#[test]
fn lists_side_by_side_make_a_ballot_of_every_kind() {
    let read = |kind, points: &[u32], grades: &[u32]| Choices::from_lists(kind, &[3, 7], points, grades);
    let graded = |number, grade| Graded { number, grade };
    let pointed = |number, points| Points { number, points };
    for kind in BallotKind::ALL {
        let has_values = matches!(kind, BallotKind::Cumulative | BallotKind::Graded);
        let plain = read(*kind, &[], &[]);
        assert_eq!(plain == Ok(Choices::Numbers(vec![3, 7])), !has_values, "{kind}");
        if let Ok(choices) = plain {
            assert!(choices.fits(*kind));
            assert_eq!(read(*kind, &[1, 1], &[]), Err(ListFault::WrongKind));
            assert_eq!(read(*kind, &[], &[1, 1]), Err(ListFault::WrongKind));
        }
    }
    let points = Choices::Points(vec![pointed(3, 9), pointed(7, 1)]);
    assert_eq!(read(BallotKind::Cumulative, &[9, 1], &[]), Ok(points));
    assert_eq!(read(BallotKind::Cumulative, &[9], &[]), Err(ListFault::Points));
    assert_eq!(read(BallotKind::Cumulative, &[9, 1], &[0, 0]), Err(ListFault::WrongKind));
    assert_eq!(read(BallotKind::Graded, &[], &[0, 3]), Ok(Choices::Grades(vec![graded(3, 0), graded(7, 3)])));
    assert_eq!(read(BallotKind::Graded, &[], &[0, 3, 1]), Err(ListFault::Grades));
    assert_eq!(read(BallotKind::Graded, &[1, 1], &[0, 3]), Err(ListFault::WrongKind));
    let blank = Choices::from_lists(BallotKind::Graded, &[], &[], &[]);
    assert_eq!(blank, Ok(Choices::Grades(Vec::new())), "an empty ballot is of its contest's kind");
}

/// Made by Python's json and hashlib: sorted keys, no spaces, the nonce 00 01 … 1f.
#[test]
fn commitments_and_tracking_codes_of_another_implementation() {
    let ids = r#""contest":"018f3c2a-0000-7000-8000-000000000001","cycle":"018f3c2a-0000-7000-8000-000000000002""#;
    let points = [Points { number: 3, points: 5 }, Points { number: 17, points: 1 }];
    let grades = [Graded { number: 3, grade: 0 }, Graded { number: 17, grade: 2 }];
    for (kind, choices, json, commitment, code) in [
        (
            BallotKind::Approval,
            Choices::Numbers(vec![3, 17, 42]),
            "[3,17,42]",
            "83e4289f8132b9772707efa6a66dfd3c37a24e0c3b14c3e9ce9494799ca772e8",
            "GFJ2-H7W1-6AWQ-E9R7-XYKA",
        ),
        (
            BallotKind::Cumulative,
            Choices::Points(points.to_vec()),
            r#"[{"number":3,"points":5},{"number":17,"points":1}]"#,
            "659a4e9418ee714cd55142e934119cb4a12dbe44a66400ad998ceb9dcaecac25",
            "CPD4-X50R-XSRM-SNAH-8BMK",
        ),
        (
            BallotKind::Graded,
            Choices::Grades(grades.to_vec()),
            r#"[{"grade":0,"number":3},{"grade":2,"number":17}]"#,
            "9e8e5b45caf9e3507f1327608ee0742efd399d94719012923475e95407e02493",
            "KT75-PHEA-Z7HN-0ZRK-4XG8",
        ),
        (
            BallotKind::Ranked,
            Choices::Numbers(vec![17, 3]),
            "[17,3]",
            "8af1dcf6ee3d51e78cc05da8363b5b2e73f576fd9e9112e27f876150abd8a504",
            "HBRX-SXQE-7N8Y-F360-BPM3",
        ),
        (
            BallotKind::Approval,
            Choices::Numbers(vec![]),
            "[]",
            "f3fe6ad11aa0abffe3d0b90a8d77483f4f586981a5e747cbea0cb0e2344a4a39",
            "YFZ6-NM8T-M2NZ-ZRYG-Q458",
        ),
    ] {
        let ballot = Ballot { kind, contest: CONTEST, cycle: CYCLE, choices };
        assert_eq!(ballot.canonical(), format!(r#"{{"choices":{json},{ids},"type":"{kind}"}}"#));
        let found = ballot.commitment(&Bytes32(std::array::from_fn(|i| i as u8)));
        assert_eq!(found.to_string(), commitment);
        assert_eq!(tracking_code(&found), code);
    }
}

#[test]
fn thirty_two_bytes_travel_as_hex() {
    let text = "00ff".repeat(16);
    let bytes = Bytes32::parse(&text).unwrap();
    assert_eq!(serde_json::to_string(&bytes).unwrap(), format!("\"{text}\""));
    assert_eq!(serde_json::from_str::<Bytes32>(&format!("\"{text}\"")).unwrap(), bytes);
    for wrong in ["", "00", &"0G".repeat(32), &"AB".repeat(32), &"00".repeat(33), &"é".repeat(32)] {
        assert_eq!(Bytes32::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn choices_read_back_from_json() {
    for (text, choices) in [
        ("[1,2]", Choices::Numbers(vec![1, 2])),
        ("[]", Choices::Numbers(vec![])),
        (r#"[{"number":1,"points":2}]"#, Choices::Points(vec![Points { number: 1, points: 2 }])),
        (r#"[{"number":1,"grade":0}]"#, Choices::Grades(vec![Graded { number: 1, grade: 0 }])),
    ] {
        assert_eq!(serde_json::from_str::<Choices>(text).unwrap(), choices);
        assert_eq!(serde_json::to_string(&choices).unwrap(), text);
    }
    for wrong in
        ["[-1]", "[1.5]", r#"["1"]"#, "[4294967296]", r#"[{"number":1}]"#, r#"[{"number":1,"points":2,"x":3}]"#, "null"]
    {
        assert!(serde_json::from_str::<Choices>(wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// serde_json sorts keys and writes no spaces: for our alphabet that is RFC 8785.
    #[test]
    fn the_canonical_form_is_sorted_compact_json(numbers in prop::collection::vec(any::<u32>(), 0..12), contest: u128, cycle: u128) {
        let ballot = Ballot {
            kind: BallotKind::Approval,
            contest: Id::from_u128(contest),
            cycle: Id::from_u128(cycle),
            choices: Choices::Numbers(numbers),
        };
        let value: serde_json::Value = serde_json::from_str(&ballot.canonical()).unwrap();
        prop_assert_eq!(value.to_string(), ballot.canonical());
    }

    /// What passes the check is what a ballot of k approvals is, and nothing panics.
    #[test]
    fn a_checked_approval_ballot_is_ascending_known_and_short(numbers in prop::collection::vec(0..12u32, 0..6)) {
        let legal = rule(BallotKind::Approval).check(&Choices::Numbers(numbers.clone()), &options(), None).is_ok();
        let ascending = numbers.windows(2).all(|w| w[0] < w[1]);
        let known = numbers.iter().all(|n| (1..=9).contains(n));
        let apart = !(numbers.contains(&8) && numbers.contains(&9));
        prop_assert_eq!(legal, ascending && known && apart && (1..=3).contains(&numbers.len()));
    }
}
