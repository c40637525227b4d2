//! A list that is either part of the program or read at run time.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

/// Rows of an ENT; a clone shares them.
#[derive(Debug)]
pub(crate) enum List<T: 'static> {
    /// Of a table that is part of the program.
    Static(&'static [T]),
    /// Of a file read at run time.
    Shared(Arc<[T]>),
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Static(rows) => rows,
            Self::Shared(rows) => rows,
        }
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Static(rows) => Self::Static(rows),
            Self::Shared(rows) => Self::Shared(Arc::clone(rows)),
        }
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::Static(&[])
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for List<T> {}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        Self::Shared(rows.into_iter().collect())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::deserialize(from).map(|rows| Self::Shared(rows.into()))
    }
}
