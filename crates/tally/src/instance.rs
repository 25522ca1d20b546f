//! What can be bought, and with how much money.

use serde::{Deserialize, Serialize};

use crate::amount::MAX_AMOUNT;
use crate::error::CountError;
use crate::intern::Names;

/// One thing on the ballot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Item {
    /// The item's own name: the project id of a Pabulib file, the project number in our own contests. Unique.
    pub id: String,
    /// Its number on the ballot paper, if it has one; only [`crate::TieBreak::Number`] reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Cost in the smallest unit of money (see [`Instance::scale`]).
    pub cost: i64,
    /// Categories, classes or themes that quotas and statistics go by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// The area (district, neighbourhood) that statistics and reserved places go by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
}

impl Item {
    /// An item with an id and a cost, and nothing else.
    pub fn new(id: impl Into<String>, cost: i64) -> Self {
        Self { id: id.into(), cost, ..Self::default() }
    }
}

/// Items and the envelope they compete for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Instance {
    /// What is on the ballot, in ballot order. Ballots name items by their index here.
    pub items: Vec<Item>,
    /// The envelope, in the smallest unit of money.
    pub budget: i64,
    /// Decimal places of the amounts: 2 if they are tiyn or cents, 0 if they are whole units of the currency.
    #[serde(default)]
    pub scale: u8,
    /// ISO 4217 code, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

impl Instance {
    /// An instance of our own contests: amounts in tiyn.
    pub fn new(items: Vec<Item>, budget: i64) -> Self {
        Self { items, budget, scale: 2, currency: None }
    }

    /// Checks ids and amounts; every count begins with it.
    ///
    /// # Errors
    /// [`CountError::DuplicateItem`], [`CountError::AmountOutOfRange`].
    pub fn check(&self) -> Result<(), CountError> {
        let in_range = |amount: i64| (0..=MAX_AMOUNT).contains(&amount);
        if !in_range(self.budget) {
            return Err(CountError::AmountOutOfRange { item: "budget".into(), amount: self.budget });
        }
        let mut ids = Names::default();
        for item in &self.items {
            if !in_range(item.cost) {
                return Err(CountError::AmountOutOfRange { item: item.id.clone(), amount: item.cost });
            }
            if !ids.add(item.id.as_bytes()) {
                return Err(CountError::DuplicateItem { item: item.id.clone() });
            }
        }
        Ok(())
    }

    /// The index of an item by its id.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| item.id == id)
    }

    /// Whether an item's cost is what Pabulib files write for a withdrawn project. It is no price, so that it ends no count:
    /// pabulib-checker passes over it, too, where a rule stops at the first project that does not fit.
    pub(crate) fn is_withdrawn(&self, index: usize) -> bool {
        i128::from(self.items[index].cost) == 999_999_999 * i128::from(self.unit())
    }

    /// One whole unit of the currency in the smallest unit: `10^scale`.
    pub fn unit(&self) -> i64 {
        10_i64.pow(u32::from(self.scale.min(crate::amount::MAX_SCALE)))
    }
}
