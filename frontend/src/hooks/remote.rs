//! Fetching for pages.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::http::{self, Raw};
use crate::api::{Failure, Reply};
use crate::state::remote::Remote;

/// A remote value and the means to read it again.
pub struct UseRemote<T> {
    /// The value, with its ETag and the address of the next page.
    pub reply: Remote<Reply<T>>,
    /// Reads it again; what is shown stays until the new value is here.
    pub reload: Callback<()>,
}

impl<T> UseRemote<T> {
    /// The body, if it is here.
    pub fn body(&self) -> Option<&T> {
        self.reply.ready().map(|reply| &reply.body)
    }
}

/// Reads `path`, again whenever it changes.
#[hook]
pub fn use_remote<T: DeserializeOwned + 'static>(path: &str) -> UseRemote<T> {
    use_remote_if(Some(path.to_owned()))
}

/// Reads `path` as soon as there is one: for a request that needs an earlier answer.
#[hook]
pub fn use_remote_if<T: DeserializeOwned + 'static>(path: Option<String>) -> UseRemote<T> {
    let (held, reload) = use_held(path, |raw| Ok(Rc::new(http::decode::<T>(raw)?)));
    let reply = match held {
        Remote::Loading => Remote::Loading,
        Remote::Failed(failure) => Remote::Failed(failure),
        // A component asks for one type only, so this cannot fail.
        Remote::Ready(held) => (*held).clone().downcast::<Reply<T>>().map_or(Remote::Loading, Remote::Ready),
    };
    UseRemote { reply, reload }
}

/// Turns an answer into a value of a type that only the caller knows.
type Decode = fn(Raw) -> Result<Rc<dyn Any>, Failure>;

/// The request itself, without the type of its answer, so that it exists once in the binary and not once per type.
#[hook]
fn use_held(path: Option<String>, decode: Decode) -> (Remote<Rc<dyn Any>>, Callback<()>) {
    let reply = use_state(|| Remote::Loading);
    let round = use_state(|| 0_u32);
    // Counts requests: only the newest may write, so that a slow old answer never covers a new one.
    let newest = use_mut_ref(|| 0_u32);
    let last_path = use_mut_ref(|| None::<String>);
    {
        let reply = reply.clone();
        use_effect_with((path, *round), move |(path, _)| {
            if let Some(path) = path.clone() {
                if last_path.borrow_mut().replace(path.clone()).as_ref() != Some(&path) {
                    reply.set(Remote::Loading);
                }
                *newest.borrow_mut() += 1;
                let mine = *newest.borrow();
                let newest = newest.clone();
                spawn_local(async move {
                    let answer = http::get_raw(&path).await.and_then(decode);
                    if *newest.borrow() == mine {
                        reply.set(match answer {
                            Ok(value) => Remote::Ready(Rc::new(value)),
                            Err(failure) => Remote::Failed(failure),
                        });
                    }
                });
            }
        });
    }
    let reload = {
        let counter = Rc::new(Cell::new(*round));
        Callback::from(move |()| {
            counter.set(counter.get() + 1);
            round.set(counter.get());
        })
    };
    ((*reply).clone(), reload)
}
