//! Reading the rows of a CSV file.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::DataError;

/// Every row of `data/<file>`, in file order.
pub(crate) fn rows<T: DeserializeOwned>(data: &Path, file: &str) -> Result<Vec<T>, DataError> {
    let bad = |error| DataError::Csv { file: file.to_owned(), error };
    let mut reader = csv::Reader::from_path(data.join(file)).map_err(bad)?;
    let read: Result<Vec<T>, _> = reader.deserialize().collect();
    read.map_err(bad)
}
