//! Mails: rendered in the reader's language, written as `.eml` files into a directory (there is no SMTP yet).
//!
//! A mail is a job: the transaction that has something to say enqueues it, so nothing is sent that did not happen. The job
//! holds the account and values, never an address; file names are job ids, so a job that runs twice writes one file.

use std::path::Path;

use domain::{Id, Lang, Moment};
use i18n::{Texts, Value};
use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc2822;

use crate::secrets::hex;
use crate::{App, Error, Result};

/// Kind of the job that sends a mail.
pub const SEND_MAIL: &str = "send_mail";

/// What a mail says. Each kind has texts `mail-<kind>-subject` and `mail-<kind>-body`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// The account was made.
    AccountCreated,
    /// Somebody tried to register an address that has an account.
    AccountExists,
    /// The password was changed.
    PasswordChanged,
    /// The account was linked with a resident.
    BecameResident,
    /// A role was given.
    RoleGranted,
}

impl MailKind {
    fn code(self) -> &'static str {
        match self {
            Self::AccountCreated => "account_created",
            Self::AccountExists => "account_exists",
            Self::PasswordChanged => "password_changed",
            Self::BecameResident => "became_resident",
            Self::RoleGranted => "role_granted",
        }
    }
}

/// Payload of a [`SEND_MAIL`] job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Who gets it.
    pub account_id: Id,
    /// What it says.
    pub kind: MailKind,
    /// The role of `role_granted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<domain::Role>,
}

impl Mail {
    /// A mail without values.
    pub fn new(account_id: Id, kind: MailKind) -> Self {
        Self { account_id, kind, role: None }
    }
}

/// Renders and writes one mail. An account that is gone or disabled gets none.
pub(crate) fn send(app: &App, job_id: Id, mail: &Mail) -> Result<()> {
    let account = app.store.read(|c| store::account::find(c, mail.account_id))?;
    let Some(account) = account.filter(|a| a.disabled_at.is_none()) else {
        return Ok(());
    };
    let texts = Texts::new(account.lang);
    let link = format!("{}/{}", app.config.public_url, account.lang);
    let role = mail.role.map(|role| texts.code(role)).unwrap_or_default();
    let args: [(&str, Value); 3] =
        [("name", account.display_name.as_str().into()), ("link", link.into()), ("role", role.into())];
    let text = |part: &str| texts.t_args(&format!("mail-{}-{part}", mail.kind.code()), &args);
    let body = format!("{}\n\n-- \n{}\n", text("body"), texts.t("mail-signature"));
    let message =
        message(&app.config.mail_from, &account.email, &text("subject"), &body, account.lang, app.now(), job_id)?;
    write(&app.config.mail_dir, job_id, &message).map_err(|e| Error::Broken(format!("mail directory: {e}")))
}

fn message(from: &str, to: &str, subject: &str, body: &str, lang: Lang, now: Moment, id: Id) -> Result<String> {
    let date = now.format(&Rfc2822).map_err(|e| Error::Broken(format!("date of a mail: {e}")))?;
    let subject = encoded(subject);
    let body = body.replace('\n', "\r\n");
    Ok(format!(
        "From: {from}\r\nTo: <{to}>\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: <{id}@qatysu>\r\nContent-Language: {lang}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}"
    ))
}

/// RFC 2047: a header of any language, in words of at most 75 characters that never cut a letter.
fn encoded(text: &str) -> String {
    let mut words = vec![String::new()];
    for letter in text.chars() {
        let mut bytes = [0; 4];
        let bytes = letter.encode_utf8(&mut bytes).as_bytes();
        let part = if letter.is_ascii_alphanumeric() {
            letter.to_string()
        } else {
            hex(bytes).to_uppercase().as_bytes().chunks(2).map(|d| format!("={}", String::from_utf8_lossy(d))).collect()
        };
        if words.last().is_none_or(|word| word.len() + part.len() > 60) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push_str(&part);
        }
    }
    words.iter().map(|word| format!("=?UTF-8?Q?{word}?=")).collect::<Vec<_>>().join("\r\n ")
}

fn write(dir: &Path, id: Id, message: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(dir)?;
    let part = dir.join(format!(".{id}.part"));
    std::fs::write(&part, message)?;
    std::fs::rename(part, dir.join(format!("{id}.eml")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_of_any_language_is_ascii_in_short_words() {
        assert_eq!(encoded("Сіз"), "=?UTF-8?Q?=D0=A1=D1=96=D0=B7?=");
        let long = encoded(&"Қатысу бюджеті ".repeat(10));
        assert!(long.is_ascii());
        assert!(long.split("\r\n ").all(|word| word.len() <= 75), "{long}");
    }

    #[test]
    fn a_line_break_cannot_add_a_header() {
        assert!(!encoded("a\r\nBcc: b@c.kz").contains("\nBcc"));
    }
}
