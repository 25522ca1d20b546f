//! Money as a bar. Sizes are SVG attributes, because our CSP refuses inline style.

use domain::Money;
use yew::prelude::*;

/// One part of the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Class of its colour: `used`, `won`, `asked`.
    pub class: &'static str,
    /// How much.
    pub amount: Money,
}

/// A bar whose parts, in order, show how the whole is used; what exceeds the whole is cut at its end. `label` says the
/// same in words, for those who do not see it.
pub fn envelope_bar(total: Money, parts: &[Part], label: String) -> Html {
    let rects = widths(total, parts).into_iter().zip(parts).map(|((x, width), part)| {
        html! { <rect class={part.class} x={x.to_string()} y="0" width={width.to_string()} height="24" /> }
    });
    html! {
        <svg class="envelope-bar" viewBox="0 0 1000 24" preserveAspectRatio="none" role="img" aria-label={label}>
            <rect class="whole" x="0" y="0" width="1000" height="24" />
            { for rects }
        </svg>
    }
}

/// Start and width of each part in thousandths of the whole.
fn widths(total: Money, parts: &[Part]) -> Vec<(i64, i64)> {
    let whole = i128::from(total.0.max(1));
    let mut sum = 0_i128;
    parts
        .iter()
        .map(|part| {
            let scale = |amount: i128| (amount * 1000 / whole).clamp(0, 1000) as i64;
            let start = scale(sum);
            sum += i128::from(part.amount.0.max(0));
            (start, scale(sum) - start)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(amount: i64) -> Part {
        Part { class: "used", amount: Money(amount) }
    }

    #[test]
    fn parts_lie_side_by_side_and_never_overflow() {
        assert_eq!(widths(Money(200), &[part(50), part(100)]), [(0, 250), (250, 500)]);
        assert_eq!(widths(Money(100), &[part(80), part(80)]), [(0, 800), (800, 200)]);
        assert_eq!(widths(Money(0), &[part(0)]), [(0, 0)]);
        assert_eq!(widths(Money(i64::MAX), &[part(i64::MAX), part(i64::MAX)]), [(0, 1000), (1000, 0)]);
    }
}
