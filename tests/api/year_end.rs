//! What the end of a fiscal year would do, and decisions to carry money that are withdrawn before it.

use api_types::endpoint::{CARRY_WITHDRAWAL, CYCLE_CARRIES, CYCLE_YEAR_END, path};
use api_types::ledger::{CarryDecision, CarryList, YearEndPlan};
use domain::{Id, LedgerAccount, Money, Role};
use qatysu_tests::treasury::text;
use qatysu_tests::{Client, TestCity, both};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::ledger::{at, balanced, before_the_end, money, treasury};

both! {
    fn a_decision_to_carry_is_withdrawn_with_a_reason_and_moves_nothing(city: &TestCity) {
        let mut t = treasury(city);
        before_the_end(&t);
        let decisions: CarryList = city.visitor().get(&path(CYCLE_CARRIES, &[&t.cycle.to_string()])).read();
        let of = |account: LedgerAccount| decisions.items.iter().find(|one| one.account == account).unwrap().id;
        let [wide, contracted] = [of(LedgerAccount::Announced), of(LedgerAccount::Committed)];
        let (cycle, envelope) = (t.cycle, t.envelopes[0]);
        let plan = |city: &TestCity| -> Vec<(String, i64, bool)> {
            let plan: YearEndPlan = city.visitor().get(&path(CYCLE_YEAR_END, &[&cycle.to_string()])).read();
            let first = plan.items.iter().filter(|line| line.envelope_id == envelope && line.fiscal_year == 2026);
            let mut lines: Vec<_> =
                first.map(|line| (line.account.to_string(), line.amount.0, line.carried.is_some())).collect();
            lines.sort();
            lines
        };
        let line = |account: &str, amount: i64, carried: bool| (account.to_owned(), amount, carried);
        assert!(plan(city).contains(&line("announced", 500, true)) && plan(city).contains(&line("committed", 200, true)));

        let withdraw = |client: &Client, id: Id, reason: Value| {
            client.post(&path(CARRY_WITHDRAWAL, &[&id.to_string()]), &json!({ "reason": reason }))
        };
        let executor = city.official("executor", &[(Role::Executor, None)]);
        withdraw(&city.visitor(), wide, text("Отменено")).status(401);
        withdraw(&executor, wide, text("Отменено")).refused(403, &["role_missing"]);
        withdraw(&t.finance, wide, json!({ "kk": "", "ru": "" })).status(422);
        withdraw(&t.finance, t.act, text("Отменено")).status(404);
        let gone: CarryDecision = withdraw(&t.finance, wide, text("Акт отменён")).status(200).read();
        assert_eq!(gone.withdrawn_why.map(|why| why.ru), Some("Акт отменён".to_owned()));
        withdraw(&t.finance, wide, text("Ещё раз")).refused(409, &["already_withdrawn"]);
        let listed: CarryList = city.visitor().get(&path(CYCLE_CARRIES, &[&t.cycle.to_string()])).read();
        assert_eq!(listed.items.iter().filter(|one| one.withdrawn_at.is_some()).count(), 1, "it stays on record");
        assert!(plan(city).contains(&line("announced", 500, false)), "what was to be carried will lapse");

        at(city, &mut t, datetime!(2026-12-31 19:00 UTC));
        withdraw(&t.finance, contracted, text("Поздно")).refused(409, &["fiscal_year_over"]);
        assert_eq!(plan(city), [], "of a year that is over nothing is planned");
        city.run_jobs();
        let year = money(city, &t).envelopes[0].years[0].clone();
        assert_eq!((year.lapsed, year.carried), (Money(640 + 500 + 10), Money(200)));
        balanced(city);
    }
}
