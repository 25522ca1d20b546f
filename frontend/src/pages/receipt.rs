//! Receipts: what a voter keeps to find the vote in the published box. Never the choices, never the nonce that would tell them.

use api_types::contest::BallotReceipt;
use domain::{Id, LocalText};
use yew::prelude::*;

use crate::components::link::Link;
use crate::components::time::time_left;
use crate::hooks::use_t;
use crate::route::Route;

/// Where this device keeps its receipts.
const STORAGE: &str = "qatysu.receipts";

/// A kept receipt.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Contest.
    pub contest: Id,
    /// Its name when the vote was cast.
    pub name: LocalText,
    /// Tracking code.
    pub tracking: String,
    /// Commitment, hex.
    pub commitment: String,
}

impl Kept {
    /// A line of the store: fields between tabs.
    fn line(&self) -> String {
        let [kk, ru] = [&self.name.kk, &self.name.ru].map(|name| name.replace(['\t', '\n', '\r'], " "));
        format!("{}\t{}\t{}\t{kk}\t{ru}\n", self.contest, self.tracking, self.commitment)
    }

    fn read(line: &str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next().map(str::to_owned);
        let contest = next()?.parse().ok()?;
        let (tracking, commitment) = (next()?, next()?);
        Some(Self { contest, tracking, commitment, name: LocalText { kk: next()?, ru: next()?, en: None } })
    }
}

/// All receipts on this device, the newest first; of one contest only the newest is of a ballot that counts.
pub fn kept() -> Vec<Kept> {
    let text = storage().and_then(|storage| storage.get_item(STORAGE).ok().flatten());
    text.unwrap_or_default().lines().filter_map(Kept::read).collect()
}

/// Keeps a receipt, in front of the earlier ones. A device that keeps nothing still shows it on the page.
fn keep(receipt: &BallotReceipt, name: &LocalText) {
    let mut all = kept();
    all.retain(|one| one.commitment != receipt.commitment);
    let one = Kept {
        contest: receipt.contest_id,
        name: name.clone(),
        tracking: receipt.tracking.clone(),
        commitment: receipt.commitment.clone(),
    };
    all.insert(0, one);
    if let Some(storage) = storage() {
        let text: String = all.iter().map(Kept::line).collect();
        let _ = storage.set_item(STORAGE, &text);
    }
}

fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(STORAGE);
    }
}

fn storage() -> Option<web_sys::Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

/// Properties of [`Receipt`].
#[derive(Properties, PartialEq)]
pub struct ReceiptProps {
    pub receipt: BallotReceipt,
    /// Name of the contest.
    pub name: LocalText,
}

/// The receipt right after casting; it is kept on this device.
#[component]
pub fn Receipt(props: &ReceiptProps) -> Html {
    let t = use_t();
    let receipt = &props.receipt;
    {
        let name = props.name.clone();
        use_effect_with(receipt.clone(), move |receipt| keep(receipt, &name));
    }
    let print = Callback::from(|_: MouseEvent| {
        let _ = gloo::utils::window().print();
    });
    let text = format!(
        "{}\n{}\n{}\n{}\n",
        t.t("receipt-title"),
        props.name.get(t.lang()),
        receipt.tracking,
        receipt.commitment
    );
    let mut href = String::from("data:text/plain;charset=utf-8,");
    api_types::endpoint::encode(&text, &mut href);
    html! {
        <>
            <div class="notice good" role="status">
                <p><strong>{ t.t("receipt-recorded") }</strong></p>
                if receipt.replaceable {
                    <p>{ t.t("receipt-replaceable") }{ " " }{ time_left(t, receipt.closes_at) }</p>
                }
            </div>
            <section class="card receipt">
                <h3>{ t.t("receipt-title") }</h3>
                <p>{ props.name.get(t.lang()) }</p>
                <p>{ t.t("receipt-tracking") }</p>
                <p class="tracking">{ &receipt.tracking }</p>
                <p class="hint">{ t.t("receipt-what-for") }</p>
                <details>
                    <summary>{ t.t("receipt-commitment") }</summary>
                    <p class="hash">{ &receipt.commitment }</p>
                </details>
            </section>
            <div class="buttons">
                <button type="button" class="button secondary" onclick={print}>{ t.t("print") }</button>
                <a class="button secondary" {href} download={format!("qatysu-{}.txt", receipt.tracking)}>{ t.t("receipt-download") }</a>
                <Link to={Route::Home}>{ t.t("not-found-home") }</Link>
            </div>
            <p class="hint">{ t.t("receipt-kept") }</p>
        </>
    }
}

/// The receipts on this device, and a way to remove them from a device that others use too.
#[component]
pub fn KeptReceipts() -> Html {
    let t = use_t();
    let all = use_state(kept);
    if all.is_empty() {
        return Html::default();
    }
    let onclick = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| {
            forget();
            all.set(Vec::new());
        })
    };
    let rows = all.iter().enumerate().map(|(at, one)| {
        let newest = !all[..at].iter().any(|newer| newer.contest == one.contest);
        html! {
            <li class="card">
                <p>{ one.name.get(t.lang()) }</p>
                <p class="tracking">{ &one.tracking }</p>
                <p class="hint">{ t.t(if newest { "receipt-counts" } else { "receipt-replaced" }) }</p>
            </li>
        }
    });
    html! {
        <section>
            <h2>{ t.t("receipt-list") }</h2>
            <ul class="cards">{ for rows }</ul>
            <p class="hint">{ t.t("receipt-kept") }</p>
            <button type="button" class="button secondary" {onclick}>{ t.t("receipt-forget") }</button>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stays on a device says nothing of how somebody voted.
    #[test]
    fn a_kept_receipt_has_no_choices_and_no_nonce() {
        let one = Kept {
            contest: Id::nil(),
            name: LocalText::same("Vote"),
            tracking: "0000-0000-0000-0000-0000".into(),
            commitment: "00".repeat(32),
        };
        let line = one.line();
        assert_eq!(line.trim_end().split('\t').count(), 5, "contest, code, commitment, two names: {line}");
        assert_eq!(Kept::read(line.trim_end()).map(|read| Kept { name: one.name.clone(), ..read }), Some(one));
        assert_eq!(Kept::read("something else"), None);
    }
}
