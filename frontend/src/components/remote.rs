//! Drawing what is on its way.

use i18n::Texts;
use yew::prelude::*;

use crate::components::failure::failure_box;
use crate::hooks::UseRemote;
use crate::state::remote::Remote;

/// Draws the value; meanwhile a quiet line, on failure what happened and a button to try again.
pub fn view<T: 'static>(texts: &Texts, remote: &UseRemote<T>, draw: impl FnOnce(&T) -> Html) -> Html {
    match &remote.reply {
        Remote::Loading => html! { <p class="loading" role="status">{ texts.t("loading") }</p> },
        Remote::Ready(reply) => draw(&reply.body),
        Remote::Failed(failure) => failure_box(texts, failure, &remote.reload),
    }
}
