//! Translations of what residents wrote, marked as such: a ballot needs Kazakh and Russian.

use api_types::proposal::{ProposalReceipt, TranslationWrite};
use domain::{Id, Operation};
use serde_json::json;
use store::proposal::ProposalTranslation;

use crate::proposal::{content, receipt, step};
use crate::{App, Caller, Error, Faults, Result, audit};

/// Writes a translation of the current revision, in the place of an earlier one in that language.
///
/// # Errors
/// `NotFound`; `Denied`; `Invalid`, also for the language it was written in.
pub fn put(app: &App, caller: &Caller, id: Id, input: &TranslationWrite) -> Result<ProposalReceipt> {
    let (actor, input) = (caller.clone(), input.clone());
    app.store.write(app.now(), move |tx| -> Result<ProposalReceipt> {
        let at = step::load(tx, &actor, id)?;
        at.permit(tx, &actor, Operation::Translate)?.or(())?;
        let revision = content::current(tx, &at.row)?;
        let mut faults = Faults::new();
        faults.require(input.lang != revision.lang, "/lang", "duplicate");
        content::length(&input.title, "/title", (1, 300), &mut faults);
        content::length(&input.body, "/body", (1, 15_000), &mut faults);
        faults.check()?;
        if !domain::proposal::is_public(at.row.state) {
            return Err(Error::NotFound("proposal"));
        }
        let row = ProposalTranslation {
            revision_id: revision.id,
            lang: input.lang,
            title: input.title.trim().to_owned(),
            body: input.body.trim().to_owned(),
            made_by: actor.account_id,
        };
        store::proposal::put_translation(tx, &row)?;
        content::index(tx, &at.row)?;
        let payload = json!({ "lang": input.lang, "revision": revision.number });
        audit::record(tx, &actor, "proposal_translated", "proposal", id, Some(at.row.district_id), payload);
        step::touch(tx, &at.cycle, at.row.state);
        Ok(receipt(&at.row))
    })
}
