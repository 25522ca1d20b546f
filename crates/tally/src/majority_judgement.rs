//! Majority judgement: graded ballots, compared by medians.
//!
//! Michel Balinski and Rida Laraki, "A theory of measuring, electing and ranking" (PNAS 2007) and *Majority Judgment* (MIT Press
//! 2010). Every voter grades every item; an item's *majority grade* is the lower median of its grades. Items of the same
//! majority grade are compared after one of those median grades has been removed from each, and so on (the *majority
//! value*), so that only items with exactly the same grades stay tied. Paris counts its participatory budget so.

use std::cmp::Ordering;

use crate::ballot::{BallotKind, Profile};
use crate::error::CountError;
use crate::greedy;
use crate::instance::Instance;
use crate::outcome::{Fraction, Grades, Outcome};
use crate::purse::Purse;
use crate::rule::{Misfit, Rule};
use crate::sheet::Sheet;

/// The most grades that a ballot may have.
pub const MOST_GRADES: u32 = 100;

pub(crate) fn count(
    rule: &Rule,
    grades: u32,
    misfit: Misfit,
    instance: &Instance,
    profile: &Profile,
) -> Result<Outcome, CountError> {
    if profile.kind() != BallotKind::Scoring || profile.points_scale() != 0 {
        let (rule, ballots) = (rule.method.name().into(), profile.kind().name().into());
        return Err(CountError::BallotsNotSupported { rule, ballots });
    }
    if !(2..=MOST_GRADES).contains(&grades) {
        return Err(CountError::MalformedRule { detail: format!("grades must be 2 to {MOST_GRADES}") });
    }
    let sheet = Sheet::new(rule, instance, profile)?;
    let counts = grade_counts(instance.items.len(), profile, grades)?;
    let values: Vec<Vec<Step>> = counts.iter().map(|counts| majority_value(counts)).collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| compare(&values[a], &values[b]));
    let mut ranks = vec![0_i128; values.len()];
    for pair in order.windows(2) {
        let step = i128::from(compare(&values[pair[0]], &values[pair[1]]) != Ordering::Equal);
        ranks[pair[1]] = ranks[pair[0]] + step;
    }
    let mut purse = Purse::new(instance, &sheet.limits);
    let mut count = greedy::ranked(&sheet, &ranks, misfit, &mut purse);
    let grades: Vec<Grades> =
        instance.items.iter().zip(counts).map(|(item, counts)| describe(&item.id, counts)).collect();
    for round in &mut count.rounds {
        let grade = grades.iter().find(|grade| grade.item == round.item).map_or(0, |grade| grade.median);
        round.score = Fraction::new(grade, 1);
    }
    Ok(Outcome { grades, ..sheet.outcome(&purse, count) })
}

/// How many voters gave each item each grade; items left out count as graded 0.
fn grade_counts(items: usize, profile: &Profile, grades: u32) -> Result<Vec<Vec<u64>>, CountError> {
    let mut counts = vec![vec![0_u64; grades as usize]; items];
    for ballot in profile.ballots() {
        for (&choice, &points) in ballot.choices.iter().zip(ballot.points) {
            let grade = usize::try_from(points).ok().filter(|&grade| grade < grades as usize);
            let grade = grade.ok_or(CountError::PointsOutOfRange { points })?;
            counts[choice as usize][grade] += ballot.weight;
        }
    }
    for counts in &mut counts {
        counts[0] += profile.voters() - counts.iter().sum::<u64>();
    }
    Ok(counts)
}

fn describe(item: &str, counts: Vec<u64>) -> Grades {
    let half = counts.iter().sum::<u64>().div_ceil(2);
    let mut seen = 0;
    let at_half = |count: &u64| {
        seen += count;
        seen >= half
    };
    let median = counts.iter().position(at_half).unwrap_or(0) as u32;
    Grades { item: item.into(), median, counts }
}

/// So many consecutive steps of the majority value, each removing one grade below and then one above the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    times: u64,
    below: usize,
    above: usize,
}

/// The order in which medians are removed, in runs. With the grades sorted, the lower median is removed first; the grades
/// then go alternately: of an even number, the lower median `m`, then `m + 1`, `m - 1`, `m + 2` …; of an odd number, the
/// median `m` alone, then `m - 1`, `m + 1`, `m - 2` …
fn majority_value(counts: &[u64]) -> Vec<Step> {
    let total: u64 = counts.iter().sum();
    if total == 0 {
        return Vec::new();
    }
    let mut runs: Vec<(usize, u64)> = counts.iter().copied().enumerate().filter(|run| run.1 > 0).collect();
    let lower = total.div_ceil(2);
    // Split the sorted grades: those up to the lower median, and those above it.
    let (mut below, mut above, mut seen) = (Vec::new(), Vec::new(), 0);
    for (grade, count) in runs.drain(..) {
        let left = count.min(lower.saturating_sub(seen));
        seen += count;
        if left > 0 {
            below.push((grade, left));
        }
        if count > left {
            above.push((grade, count - left));
        }
    }
    below.reverse();
    let mut steps = Vec::new();
    let (mut below, mut above) = (below.into_iter(), above.into_iter());
    let (mut left, mut right) = (below.next(), above.next());
    if total % 2 == 1 {
        // The single median: compared as a step of its own.
        if let Some((grade, count)) = &mut left {
            steps.push(Step { times: 1, below: *grade, above: *grade });
            *count -= 1;
        }
        left = left.filter(|run| run.1 > 0).or_else(|| below.next());
    }
    while let (Some((low, lows)), Some((high, highs))) = (left, right) {
        let times = lows.min(highs);
        steps.push(Step { times, below: low, above: high });
        left = Some((low, lows - times)).filter(|run| run.1 > 0).or_else(|| below.next());
        right = Some((high, highs - times)).filter(|run| run.1 > 0).or_else(|| above.next());
    }
    steps
}

/// Compares two majority values of the same number of voters; the greater is the better.
fn compare(a: &[Step], b: &[Step]) -> Ordering {
    let (mut a_steps, mut b_steps) = (a.iter().copied(), b.iter().copied());
    let (mut a, mut b) = (a_steps.next(), b_steps.next());
    while let (Some(mut one), Some(mut two)) = (a, b) {
        let order = one.below.cmp(&two.below).then(one.above.cmp(&two.above));
        if order != Ordering::Equal {
            return order;
        }
        let times = one.times.min(two.times);
        one.times -= times;
        two.times -= times;
        a = Some(one).filter(|step| step.times > 0).or_else(|| a_steps.next());
        b = Some(two).filter(|step| step.times > 0).or_else(|| b_steps.next());
    }
    Ordering::Equal
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Removes lower medians one by one, as the definition has it.
    fn by_definition(counts: &[u64]) -> Vec<usize> {
        let mut grades: Vec<usize> =
            counts.iter().enumerate().flat_map(|(grade, &count)| vec![grade; count as usize]).collect();
        let mut value = Vec::new();
        while !grades.is_empty() {
            value.push(grades.remove((grades.len() - 1) / 2));
        }
        value
    }

    #[test]
    fn runs_compare_as_medians_removed_one_by_one() {
        for total in 1..=7_u64 {
            let mut all = Vec::new();
            for a in 0..=total {
                for b in 0..=total - a {
                    for c in 0..=total - a - b {
                        all.push([a, b, c, total - a - b - c]);
                    }
                }
            }
            for one in &all {
                for two in &all {
                    let expected = by_definition(one).cmp(&by_definition(two));
                    let found = compare(&majority_value(one), &majority_value(two));
                    assert_eq!(found, expected, "{one:?} {two:?}");
                }
            }
        }
    }
}
