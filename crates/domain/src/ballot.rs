//! Ballots: what may be chosen, and the bytes to which a device commits.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{BallotKind, Code, Id, LocalText, Money, Refusal, RefusalCode, Refusals};

/// How residents fill in a ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BallotRule {
    /// Kind of ballot.
    pub kind: BallotKind,
    /// At least so many choices.
    pub min: u16,
    /// At most so many choices; none means as many as there are items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u16>,
    /// Points to give away (cumulative).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<u32>,
    /// The grades from best to worst (graded); a grade is its index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<LocalText>,
    /// Classes of items with a limit each, such as seven of one and three of another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<BallotClass>,
    /// Whether a cast ballot may be replaced until the close.
    pub replaceable: bool,
}

/// One class of items on a ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BallotClass {
    /// Stable id within the rule version.
    pub id: String,
    /// Name.
    pub name: LocalText,
    /// At most so many choices of this class.
    pub max: u16,
    /// Categories whose items are of this class; each category is of one class at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
}

/// What a ballot offers: one item as the check sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotOption {
    /// Ballot number.
    pub number: u32,
    /// Cost.
    pub cost: Money,
    /// Class, where the rule has classes.
    pub class: Option<String>,
    /// Ballot numbers that cannot be chosen together with it.
    pub incompatible: Vec<u32>,
}

/// Points for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// Ballot number.
    pub number: u32,
    /// Points, at least one.
    pub points: u32,
}

/// A grade for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Graded {
    /// Ballot number.
    pub number: u32,
    /// Index of the grade, 0 is the best.
    pub grade: u32,
}

/// What a resident chose. Numbers ascend, except in a ranking, where the order is the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Choices {
    /// Ballot numbers: approval, knapsack, choose one, ranked.
    Numbers(Vec<u32>),
    /// Points: cumulative.
    Points(Vec<Points>),
    /// Grades: graded.
    Grades(Vec<Graded>),
}

/// Why lists side by side are no ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFault {
    /// Another number of points than of choices.
    Points,
    /// Another number of grades than of choices.
    Grades,
    /// Points or grades on a ballot that has none of that kind.
    WrongKind,
}

impl Choices {
    /// A ballot of this kind from lists side by side: `points` and `grades` have one number for each of `numbers`, and are empty
    /// where the kind has none.
    ///
    /// # Errors
    /// [`ListFault`].
    pub fn from_lists(kind: BallotKind, numbers: &[u32], points: &[u32], grades: &[u32]) -> Result<Self, ListFault> {
        let unused = match kind {
            BallotKind::Cumulative => grades.is_empty(),
            BallotKind::Graded => points.is_empty(),
            _ => points.is_empty() && grades.is_empty(),
        };
        if !unused {
            return Err(ListFault::WrongKind);
        }
        let with =
            |values: &[u32]| -> Vec<(u32, u32)> { numbers.iter().copied().zip(values.iter().copied()).collect() };
        match kind {
            BallotKind::Cumulative if points.len() != numbers.len() => Err(ListFault::Points),
            BallotKind::Graded if grades.len() != numbers.len() => Err(ListFault::Grades),
            BallotKind::Cumulative => {
                Ok(Self::Points(with(points).into_iter().map(|(number, points)| Points { number, points }).collect()))
            }
            BallotKind::Graded => {
                Ok(Self::Grades(with(grades).into_iter().map(|(number, grade)| Graded { number, grade }).collect()))
            }
            _ => Ok(Self::Numbers(numbers.to_vec())),
        }
    }

    /// The ballot numbers in the order written.
    pub fn numbers(&self) -> Vec<u32> {
        match self {
            Choices::Numbers(numbers) => numbers.clone(),
            Choices::Points(points) => points.iter().map(|p| p.number).collect(),
            Choices::Grades(grades) => grades.iter().map(|g| g.number).collect(),
        }
    }

    fn fits(&self, kind: BallotKind) -> bool {
        match self {
            Choices::Numbers(_) => {
                matches!(kind, BallotKind::Approval | BallotKind::Knapsack | BallotKind::Ranked | BallotKind::ChooseOne)
            }
            Choices::Points(_) => kind == BallotKind::Cumulative,
            Choices::Grades(_) => kind == BallotKind::Graded,
        }
    }
}

impl BallotRule {
    /// The class of items of a category; none where no class lists it.
    pub fn class_of(&self, category: &str) -> Option<&str> {
        let class = self.classes.iter().find(|class| class.categories.iter().any(|c| c == category));
        class.map(|class| class.id.as_str())
    }

    /// Checks choices against the rule and the ballot's items. `envelope` limits knapsack ballots.
    ///
    /// # Errors
    /// Every fault: `choices_wrong_kind`, `ballot_empty`, `too_few_choices`, `too_many_choices` (detail: the limit,
    /// for a class `id: limit`), `choices_not_ascending`, `choice_repeated`, `unknown_ballot_number` (detail: the
    /// number), `incompatible_choices`, `points_not_positive`, `too_many_points`, `unknown_grade`, `budget_exceeded`.
    pub fn check(&self, choices: &Choices, options: &[BallotOption], envelope: Option<Money>) -> Result<(), Refusals> {
        use RefusalCode as R;
        if !choices.fits(self.kind) {
            return Err(R::ChoicesWrongKind.into());
        }
        let numbers = choices.numbers();
        let mut refusals = Refusals::none();
        let limit = match self.kind {
            BallotKind::ChooseOne => Some(1),
            _ => self.max.map(usize::from),
        };
        if numbers.is_empty() && self.min > 0 {
            refusals.push(R::BallotEmpty);
        } else {
            refusals.require(numbers.len() >= usize::from(self.min), Refusal::with(R::TooFewChoices, self.min));
        }
        if let Some(limit) = limit {
            refusals.require(numbers.len() <= limit, Refusal::with(R::TooManyChoices, limit));
        }
        let mut sorted = numbers.clone();
        sorted.sort_unstable();
        refusals.require(sorted.windows(2).all(|w| w[0] != w[1]), R::ChoiceRepeated);
        refusals.require(self.kind == BallotKind::Ranked || numbers == sorted, R::ChoicesNotAscending);
        let mut chosen = Vec::with_capacity(numbers.len());
        for number in numbers {
            match options.iter().find(|o| o.number == number) {
                Some(option) => chosen.push(option),
                None => refusals.push(Refusal::with(R::UnknownBallotNumber, number)),
            }
        }
        for class in &self.classes {
            let count = chosen.iter().filter(|o| o.class.as_ref() == Some(&class.id)).count();
            let fits = count <= usize::from(class.max);
            refusals.require(fits, Refusal::with(R::TooManyChoices, format!("{}: {}", class.id, class.max)));
        }
        let clash = chosen.iter().any(|a| chosen.iter().any(|b| a.incompatible.contains(&b.number)));
        refusals.require(!clash, R::IncompatibleChoices);
        self.check_values(choices, &mut refusals);
        if let (BallotKind::Knapsack, Some(envelope)) = (self.kind, envelope) {
            let fits = Money::sum(chosen.iter().map(|o| o.cost)).is_some_and(|sum| sum <= envelope);
            refusals.require(fits, R::BudgetExceeded);
        }
        refusals.or(())
    }

    /// Whether a resident may cast (or cast again).
    ///
    /// # Errors
    /// `not_on_roll`, `ballot_not_replaceable`.
    pub fn may_cast(&self, on_roll: bool, cast_before: bool) -> Result<(), Refusals> {
        let mut refusals = Refusals::none();
        refusals.require(on_roll, RefusalCode::NotOnRoll);
        refusals.require(!cast_before || self.replaceable, RefusalCode::BallotNotReplaceable);
        refusals.or(())
    }

    fn check_values(&self, choices: &Choices, refusals: &mut Refusals) {
        match choices {
            Choices::Numbers(_) => {}
            Choices::Points(points) => {
                let sum: u64 = points.iter().map(|p| u64::from(p.points)).sum();
                let most = u64::from(self.points.unwrap_or(0));
                refusals.require(points.iter().all(|p| p.points > 0), RefusalCode::PointsNotPositive);
                refusals.require(sum <= most, Refusal::with(RefusalCode::TooManyPoints, most));
            }
            Choices::Grades(grades) => {
                let known = grades.iter().all(|g| (g.grade as usize) < self.grades.len());
                refusals.require(known, RefusalCode::UnknownGrade);
            }
        }
    }
}

/// A filled-in ballot: what the commitment covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    /// Kind of ballot.
    pub kind: BallotKind,
    /// The contest.
    pub contest: Id,
    /// The cycle of the contest.
    pub cycle: Id,
    /// What was chosen.
    pub choices: Choices,
}

impl Ballot {
    /// RFC 8785 canonical JSON `{"choices":…,"contest":…,"cycle":…,"type":…}`: keys in order, no spaces; every value
    /// is a whole number or ASCII text that needs no escape.
    pub fn canonical(&self) -> String {
        let list = match &self.choices {
            Choices::Numbers(numbers) => join(numbers.iter().map(u32::to_string)),
            Choices::Points(points) => {
                join(points.iter().map(|p| format!(r#"{{"number":{},"points":{}}}"#, p.number, p.points)))
            }
            Choices::Grades(grades) => {
                join(grades.iter().map(|g| format!(r#"{{"grade":{},"number":{}}}"#, g.grade, g.number)))
            }
        };
        let (contest, cycle) = (self.contest.hyphenated(), self.cycle.hyphenated());
        format!(r#"{{"choices":[{list}],"contest":"{contest}","cycle":"{cycle}","type":"{}"}}"#, self.kind.code())
    }

    /// `SHA-256("qatysu/ballot/1" || 0x00 || nonce || SHA-256(canonical ballot))`.
    pub fn commitment(&self, nonce: &Nonce) -> Commitment {
        let inner = Sha256::digest(self.canonical().as_bytes());
        let mut outer = Sha256::new();
        outer.update(b"qatysu/ballot/1\0");
        outer.update(nonce.0);
        outer.update(inner);
        Bytes32(outer.finalize().into())
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}

/// 32 bytes that travel as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$"))]
pub struct Bytes32(pub [u8; 32]);

/// 32 random bytes from the voter's device: whoever does not know them learns nothing from the commitment.
pub type Nonce = Bytes32;
/// What the device commits to and the server recomputes.
pub type Commitment = Bytes32;

impl Bytes32 {
    /// Reads 64 hexadecimal digits in lower case.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.as_bytes();
        if text.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Self(bytes))
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl std::fmt::Display for Bytes32 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Bytes32 {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Bytes32 {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected 64 hexadecimal digits in lower case"))
    }
}

/// The tracking code of a commitment: its first 100 bits in Crockford base 32, five groups of four.
pub fn tracking_code(commitment: &Commitment) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut code = String::with_capacity(24);
    for i in 0..20usize {
        let (byte, shift) = (i * 5 / 8, i * 5 % 8);
        let two = u16::from(commitment.0[byte]) << 8 | u16::from(commitment.0[byte + 1]);
        if i > 0 && i % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::from(two >> (11 - shift) & 31)]));
    }
    code
}

#[cfg(test)]
mod tests;
