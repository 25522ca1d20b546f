//! The options that say how to count.

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueEnum};
use tally::amount::Decimal;
use tally::cstv::CstvVariant;
use tally::pabulib::Election;
use tally::{Completion, Constraints, GreedyOrder, Method, Minimum, Misfit, Rule, TieBreak, Utility, city};

use super::failure::Failure;

/// How to count.
#[derive(Args)]
pub struct How {
    /// The rule.
    #[arg(long, value_enum, default_value_t = RuleName::City)]
    rule: RuleName,
    /// What a funded project is worth to a voter who chose it; without it what the ballots suggest: cost for approvals,
    /// additive for points, borda for rankings.
    #[arg(long, value_enum)]
    utility: Option<UtilityName>,
    /// What equal shares does with the money that is left, joined by `+`: none, add1 (larger shares until the next step would
    /// overspend), greedy (by utility per cost), epsilon; add1u is add1+greedy.
    #[arg(long, value_parser = completions, default_value = "none")]
    completion: Completions,
    /// By how much add1 grows a share at each step, in the file's unit; one unit unless told otherwise.
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    increment: Option<String>,
    /// Add1 takes only whole increments as shares, as the calculators of cities do.
    #[arg(long)]
    whole_increments: bool,
    /// Add1 goes on past an exhaustive outcome, as the calculators of cities do.
    #[arg(long)]
    past_exhaustive: bool,
    /// Equal shares is set beside the greedy outcome, and that is taken if more voters prefer it.
    #[arg(long)]
    comparison: bool,
    /// Variant of cstv: which covered project is funded first, and what happens when none is covered.
    #[arg(long, value_enum)]
    variant: Option<Variant>,
    #[command(flatten)]
    ties: Ties,
    /// Projects with fewer votes (points, where ballots have them) are not considered; for greedy-threshold the file's own
    /// threshold when left out.
    #[arg(long, value_name = "VOTES", allow_negative_numbers = true)]
    minimum: Option<String>,
    /// Projects of which at most one is funded, for greedy-exclusive; may be given several times.
    #[arg(long, value_name = "ID,ID…")]
    exclusive: Vec<String>,
}

/// How ties are broken.
#[derive(Args)]
pub struct Ties {
    /// How ties are broken, step by step and parted by commas: name (text order of project ids, always the last step), cost
    /// (the cheaper first), votes (the one with more voters first), lot.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "name")]
    tie_break: Vec<TieName>,
    /// The published seed of the lot.
    #[arg(long, required_if_eq("tie_break", "lot"), value_parser = NonEmptyStringValueParser::new())]
    seed: Option<String>,
}

/// Rules by name.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RuleName {
    /// The rule, threshold and completion that the file's own META names.
    City,
    /// Most utility per cost first (with cost utility: most votes first); what does not fit is skipped.
    Greedy,
    /// The same, but the first that does not fit ends the count.
    GreedyNoSkip,
    /// Greedy among the projects that reach the file's (or --minimum's) threshold.
    GreedyThreshold,
    /// Greedy with projects that exclude each other (--exclusive).
    GreedyExclusive,
    /// The greatest total utility of all sets that fit, exactly.
    Welfare,
    /// The method of equal shares.
    Mes,
    /// Phragmén's sequential method.
    Phragmen,
    /// Maximin support.
    Maximin,
    /// Equal shares with bounded overspending.
    Bos,
    /// Cumulative single transferable vote.
    Cstv,
}

impl RuleName {
    /// As it is typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Greedy => "greedy",
            Self::GreedyNoSkip => "greedy-no-skip",
            Self::GreedyThreshold => "greedy-threshold",
            Self::GreedyExclusive => "greedy-exclusive",
            Self::Welfare => "welfare",
            Self::Mes => "mes",
            Self::Phragmen => "phragmen",
            Self::Maximin => "maximin",
            Self::Bos => "bos",
            Self::Cstv => "cstv",
        }
    }

    /// Does it weigh utilities?
    fn has_utility(self) -> bool {
        !matches!(self, Self::City | Self::Phragmen | Self::Maximin | Self::Cstv)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum UtilityName {
    /// Its cost.
    Cost,
    /// One.
    Cardinality,
    /// The voter's points for it.
    Additive,
    /// Ballot length minus position.
    Borda,
}

#[derive(Clone, Copy, ValueEnum)]
enum Variant {
    /// The greatest support per cost.
    Ewtc,
    /// The greatest excess.
    Ewt,
    /// The greatest support per cost, with minimal transfers instead of elimination.
    Mtc,
    /// The greatest excess, with minimal transfers instead of elimination.
    Mt,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TieName {
    Name,
    Cost,
    Votes,
    Lot,
}

/// Completions in their order; `None` for Add1, whose settings are options of their own.
type Completions = Completed;

/// See [`Completions`].
#[derive(Clone, PartialEq, Eq)]
pub struct Completed(Vec<Option<Completion>>);

fn completions(text: &str) -> Result<Completions, String> {
    let mut parts = Vec::new();
    for part in text.split('+').map(str::trim) {
        match part {
            "none" => {}
            "add1" => parts.push(None),
            "add1u" => parts.extend([None, Some(Completion::Greedy)]),
            "greedy" => parts.push(Some(Completion::Greedy)),
            "epsilon" => parts.push(Some(Completion::Epsilon)),
            other => return Err(format!("{other:?} is none of none, add1, add1u, greedy, epsilon")),
        }
    }
    if parts[..].iter().skip(1).any(Option::is_none) {
        return Err("add1 comes first and once".into());
    }
    Ok(Completed(parts))
}

impl How {
    /// The rule's name as it was typed.
    pub fn name(&self) -> RuleName {
        self.rule
    }

    /// The rule for an election; what an option does not do is added to `warnings`.
    ///
    /// # Errors
    /// [`Failure::RuleNotClear`], [`Failure::Usage`].
    pub fn rule(&self, election: &Election, warnings: &mut Vec<String>) -> Result<Rule, Failure> {
        self.idle_options(warnings);
        let exclusive = self.exclusive(election)?;
        let ties = self.ties.steps();
        if self.rule == RuleName::City {
            let mut rule = Rule { ties, ..city::rule_with(election, &exclusive)? };
            if let Some(minimum) = self.minimum(election)? {
                rule.minimum = minimum;
            }
            return Ok(rule);
        }
        let utility = self.utility.map_or(Utility::suggested(election.profile.kind()), UtilityName::utility);
        let method = self.method(utility, election)?;
        let minimum = match (self.minimum(election)?, self.rule) {
            (Some(minimum), _) => minimum,
            (None, RuleName::GreedyThreshold) => self.threshold(election)?,
            (None, _) => Minimum::default(),
        };
        if self.rule == RuleName::GreedyExclusive && exclusive.is_empty() {
            let said = "no projects are said to exclude each other (--exclusive ID,ID): counted as plain greedy";
            warnings.push(said.into());
        }
        let constraints = Constraints { incompatible: exclusive, ..Constraints::default() };
        Ok(Rule { method, minimum, ties, constraints })
    }

    fn method(&self, utility: Utility, election: &Election) -> Result<Method, Failure> {
        let greedy = |misfit| Method::Greedy { order: GreedyOrder::PerCost { utility }, misfit };
        Ok(match self.rule {
            RuleName::City | RuleName::Greedy | RuleName::GreedyThreshold | RuleName::GreedyExclusive => {
                greedy(Misfit::Skip)
            }
            RuleName::GreedyNoSkip => greedy(Misfit::Stop),
            RuleName::Welfare => Method::Welfare { utility },
            RuleName::Mes => {
                let completion = self.completion(election)?;
                Method::EqualShares { utility, completion, comparison: self.comparison }
            }
            RuleName::Phragmen => Method::Phragmen,
            RuleName::Maximin => Method::MaximinSupport,
            RuleName::Bos => Method::BoundedOverspending { utility },
            RuleName::Cstv => Method::Cstv {
                variant: match self.variant {
                    Some(Variant::Ewt) => CstvVariant::Ewt,
                    Some(Variant::Mtc) => CstvVariant::Mtc,
                    Some(Variant::Mt) => CstvVariant::Mt,
                    Some(Variant::Ewtc) | None => CstvVariant::Ewtc,
                },
            },
        })
    }

    fn completion(&self, election: &Election) -> Result<Vec<Completion>, Failure> {
        let increment = match &self.increment {
            None => None,
            Some(text) => {
                let amount = Decimal::parse(text).filter(|amount| amount.mantissa > 0);
                let scale = election.instance.scale;
                let Some(amount) = amount.and_then(|amount| amount.at_scale(scale)) else {
                    let said = format!("--increment {text} is no amount above zero with at most {scale} decimals");
                    return Err(Failure::Usage(format!("{said}, as this file's amounts have")));
                };
                Some(amount)
            }
        };
        let (whole, past_exhaustive) = (self.whole_increments, self.past_exhaustive);
        let add1 = || Completion::Add1 { increment, whole, past_exhaustive };
        Ok(self.completion.0.iter().map(|part| part.clone().unwrap_or_else(add1)).collect())
    }

    fn minimum(&self, election: &Election) -> Result<Option<Minimum>, Failure> {
        let Some(text) = &self.minimum else { return Ok(None) };
        let wrong = || Failure::Usage(format!("--minimum {text} is no number of votes or points"));
        city::minimum(election, text).map(Some).ok_or_else(wrong)
    }

    fn threshold(&self, election: &Election) -> Result<Minimum, Failure> {
        let name = "min_project_score_threshold";
        let lacks = || Failure::RuleNotClear(format!("the file has no {name}; give one with --minimum"));
        city::minimum(election, election.meta(name).ok_or_else(lacks)?).ok_or_else(lacks)
    }

    fn exclusive(&self, election: &Election) -> Result<Vec<Vec<String>>, Failure> {
        let mut groups = Vec::new();
        for text in &self.exclusive {
            let mut ids: Vec<String> = text.split(',').map(|id| id.trim().to_owned()).collect();
            ids.sort_unstable();
            ids.dedup();
            if ids.len() < 2 {
                return Err(Failure::Usage(format!("--exclusive {text} names fewer than two projects")));
            }
            if let Some(id) = ids.iter().find(|id| election.instance.index_of(id).is_none()) {
                return Err(Failure::Usage(format!(
                    "--exclusive names the project {id}, which the file does not have"
                )));
            }
            groups.push(ids);
        }
        Ok(groups)
    }

    /// Options that do nothing with this rule.
    fn idle_options(&self, warnings: &mut Vec<String>) {
        let mes = self.rule == RuleName::Mes;
        let add1 = self.completion.0.contains(&None);
        let adds = |given: bool| given && !(mes && add1);
        let idle = [
            ("--utility", self.utility.is_some() && !self.rule.has_utility()),
            ("--completion", !self.completion.0.is_empty() && !mes),
            ("--comparison", self.comparison && !mes),
            ("--increment", adds(self.increment.is_some())),
            ("--whole-increments", adds(self.whole_increments)),
            ("--past-exhaustive", adds(self.past_exhaustive)),
            ("--seed", self.ties.seed.is_some() && !self.ties.tie_break.contains(&TieName::Lot)),
            ("--variant", self.variant.is_some() && self.rule != RuleName::Cstv),
        ];
        for (option, _) in idle.into_iter().filter(|(_, idle)| *idle) {
            warnings.push(format!("{option} does nothing with --rule {} as given", self.rule.as_str()));
        }
        let by_name = self.ties.tie_break.iter().position(|&step| step == TieName::Name);
        if by_name.is_some_and(|place| place + 1 < self.ties.tie_break.len()) {
            warnings
                .push("--tie-break: no tie is left after the name, so that what stands behind it does nothing".into());
        }
    }
}

impl Ties {
    /// The steps; the name is always the last.
    pub fn steps(&self) -> Vec<TieBreak> {
        let step = |name: &TieName| match name {
            TieName::Name => TieBreak::Name,
            TieName::Cost => TieBreak::LowestCost,
            TieName::Votes => TieBreak::MostVotes,
            TieName::Lot => TieBreak::Lot { seed: self.seed.clone().unwrap_or_default() },
        };
        let mut steps: Vec<TieBreak> = self.tie_break.iter().map(step).collect();
        if steps.last() != Some(&TieBreak::Name) {
            steps.push(TieBreak::Name);
        }
        steps
    }
}

impl UtilityName {
    fn utility(self) -> Utility {
        match self {
            Self::Cost => Utility::Cost,
            Self::Cardinality => Utility::Cardinality,
            Self::Additive => Utility::Additive,
            Self::Borda => Utility::Borda,
        }
    }
}
