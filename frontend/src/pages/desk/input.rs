//! What forms of the desk read from their fields: a value, or a fault at the field that lacks it.

use domain::Money;
use domain::moment::parse_day;
use i18n::Texts;
use time::Date;

use crate::format;
use crate::hooks::{Fault, Form};

/// Reads the fields of a form and collects what is missing.
pub struct Input<'a> {
    t: &'a Texts,
    form: &'a Form,
    /// What is to be corrected.
    pub faults: Vec<Fault>,
}

impl<'a> Input<'a> {
    /// Begins to read a form.
    pub fn new(t: &'a Texts, form: &'a Form) -> Self {
        Self { t, form, faults: Vec::new() }
    }

    /// A fault at a field, by the key of its text.
    pub fn fault(&mut self, field: &str, key: &str) {
        self.faults.push(Fault::new(field, self.t.t(key)));
    }

    /// Shows the faults; answers whether there is none.
    pub fn done(self) -> bool {
        self.form.check(self.faults)
    }

    /// Words that must be there.
    pub fn text(&mut self, field: &str) -> String {
        let text = self.form.text(field);
        if text.is_empty() {
            self.fault(field, "form-required");
        }
        text
    }

    /// Words that may be there.
    pub fn maybe_text(&self, field: &str) -> Option<String> {
        Some(self.form.text(field)).filter(|text| !text.is_empty())
    }

    /// A choice that must be made: an id or a code.
    pub fn chosen<T: std::str::FromStr>(&mut self, field: &str) -> Option<T> {
        let chosen = self.form.value(field).parse().ok();
        if chosen.is_none() {
            self.fault(field, "form-required");
        }
        chosen
    }

    /// A day that must be there.
    pub fn day(&mut self, field: &str) -> Option<Date> {
        let day = parse_day(&self.form.text(field));
        if day.is_none() {
            self.fault(field, "desk-date-fault");
        }
        day
    }

    /// A day that may be there.
    pub fn maybe_day(&mut self, field: &str) -> Option<Date> {
        if self.form.text(field).is_empty() { None } else { self.day(field) }
    }

    /// An amount that must be there.
    pub fn money(&mut self, field: &str) -> Option<Money> {
        let amount = format::parse_money(&self.form.text(field));
        if amount.is_none() {
            self.fault(field, "form-money");
        }
        amount
    }

    /// An amount that may be there.
    pub fn maybe_money(&mut self, field: &str) -> Option<Money> {
        if self.form.text(field).is_empty() { None } else { self.money(field) }
    }

    /// A whole number that must be there.
    pub fn number<T: std::str::FromStr>(&mut self, field: &str) -> Option<T> {
        let number = self.form.text(field).parse().ok();
        if number.is_none() {
            self.fault(field, "form-number");
        }
        number
    }

    /// A whole number that may be there.
    pub fn maybe_number<T: std::str::FromStr>(&mut self, field: &str) -> Option<T> {
        if self.form.text(field).is_empty() { None } else { self.number(field) }
    }
}
