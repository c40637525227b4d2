//! What every place listed in a generated table has in common.

use crate::text::fold;

/// Most bytes of a text that is compared with names.
const MAX_BYTES: usize = 400;

/// Reads, shows, compares and stores a place by the `code` of its row; the table is in order.
macro_rules! by_code {
    ($name:ident in $table:ident, $error:ident) => {
        impl $name {
            /// Reads a code, exactly as listed.
            ///
            /// # Errors
            ///
            /// When no row of the list has this code.
            pub fn parse(code: &str) -> Result<Self, $error> {
                let at = $table.binary_search_by(|row| row.code.cmp(code));
                at.ok().and_then(|at| $table.get(at)).map(Self).ok_or($error)
            }

            /// Every one, by code.
            pub fn all() -> impl Iterator<Item = Self> {
                $table.iter().map(Self)
            }

            /// The code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                self.0.code
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.code == other.0.code
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.0.code.cmp(other.0.code)
            }
        }

        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.0.code.hash(state);
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0.code).finish()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.0.code)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $error;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                Self::parse(code)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(code: String) -> Result<Self, Self::Error> {
                Self::parse(&code)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0.code.to_owned()
            }
        }
    };
}

/// Finds a place by its name, the row of which has a `name`.
macro_rules! by_name {
    ($name:ident, $error:ident) => {
        impl $name {
            /// The one with this whole name, without regard to case, accents and punctuation.
            ///
            /// # Errors
            ///
            /// When none has this name.
            pub fn of_name(text: &str) -> Result<Self, $error> {
                Self::all().find(|place| super::row::is_name(place.0.name, text)).ok_or($error)
            }

            /// Every one with a word of its name starting with each word of `text`, without regard
            /// to case, accents and punctuation, by code. A text without words finds all, one above
            /// 400 bytes none.
            #[doc(alias = "recherche")]
            #[must_use]
            pub fn search(text: &str) -> Vec<Self> {
                let query = super::row::Query::new(text);
                Self::all().filter(|place| query.finds(place.0.name)).collect()
            }

            /// The French name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                self.0.name
            }
        }
    };
}

pub(super) use {by_code, by_name};

pub(super) fn is_name(name: &str, text: &str) -> bool {
    text.len() <= MAX_BYTES && fold(name) == fold(text)
}

/// The words of what someone types to find a place.
pub(super) struct Query(Option<String>);

impl Query {
    pub(super) fn new(text: &str) -> Self {
        Self((text.len() <= MAX_BYTES).then(|| fold(text)))
    }

    pub(super) fn finds(&self, name: &str) -> bool {
        let name = fold(name);
        self.0.as_ref().is_some_and(|query| {
            query.split_whitespace().all(|word| name.split(' ').any(|part| part.starts_with(word)))
        })
    }
}
