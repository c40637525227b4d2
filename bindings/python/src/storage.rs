//! Sizes and quotas of shared folders.

use ent_core::{Lang, StorageSizeError};
use pyo3::prelude::*;

use crate::convert::{Text, Whole};
use crate::errors;

/// A number of bytes, in a form to show: rounded to a tenth, one Ko being 1,024 bytes.
///
/// Sizes sort, hash and pickle.
///
/// Raises `ParseError`: `storage_size/format` below 0, `storage_size/too-large` above one tebibyte.
///
/// >>> StorageSize.parse("299,5 MB").text_fr
/// '299.5 Mo'
#[pyclass(frozen, eq, ord, hash, from_py_object, module = "entkit")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StorageSize(pub(crate) ent_core::StorageSize);

#[pymethods]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "pyo3 lends what a method is called on")]
impl StorageSize {
    #[new]
    fn new(bytes: Whole) -> PyResult<Self> {
        // What is too large for 64 bits is too large as well.
        let bytes: Option<u64> = bytes.fit();
        let bytes = bytes.ok_or(StorageSizeError::Format).map_err(errors::parse)?;
        ent_core::StorageSize::from_bytes(bytes).map(Self).map_err(errors::parse)
    }

    /// Read a size as it is shown in either language, such as `546 Ko` or `1.5 GB`.
    ///
    /// A comma may stand for the point; the nearest whole byte is taken.
    ///
    /// Raises `ParseError`: `storage_size/format`, `storage_size/too-large`.
    #[staticmethod]
    fn parse(text: Text) -> PyResult<Self> {
        ent_core::StorageSize::parse(text.as_str()).map(Self).map_err(errors::parse)
    }

    /// Bytes: the number to store.
    #[getter]
    fn bytes(&self) -> u64 {
        self.0.bytes()
    }

    /// Form to show in French, such as `299.5 Mo`.
    #[getter]
    fn text_fr(&self) -> String {
        self.0.display(Lang::Fr)
    }

    /// Form to show in English, such as `299.5 MB`.
    #[getter]
    fn text_en(&self) -> String {
        self.0.display(Lang::En)
    }

    fn __repr__(&self) -> String {
        format!("StorageSize({})", self.0.bytes())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (u64,)) {
        (slf.get_type().into_any(), (slf.get().0.bytes(),))
    }
}

/// What a shared folder may hold and what it holds.
///
/// >>> folder = Quota(limit=StorageSize.parse("300 Mo"), used=StorageSize.parse("546 Ko"))
/// >>> folder.summary_en
/// 'Space used: 546 KB, available: 299.5 MB'
#[pyclass(frozen, eq, hash, module = "entkit")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Quota(ent_core::Quota);

#[pymethods]
impl Quota {
    #[new]
    #[pyo3(signature = (limit, used))]
    const fn new(limit: StorageSize, used: StorageSize) -> Self {
        Self(ent_core::Quota::new(limit.0, used.0))
    }

    /// The most that the folder may hold.
    #[getter]
    const fn limit(&self) -> StorageSize {
        StorageSize(self.0.limit)
    }

    /// What it holds; more than the limit after the limit was lowered.
    #[getter]
    const fn used(&self) -> StorageSize {
        StorageSize(self.0.used)
    }

    /// What may still be added: nothing when more than the limit is taken.
    #[getter]
    const fn available(&self) -> StorageSize {
        StorageSize(self.0.available())
    }

    /// What is taken and what is left, in one line to show above the folder, in French.
    #[getter]
    fn summary_fr(&self) -> String {
        self.0.summary(Lang::Fr)
    }

    /// The same line in English.
    #[getter]
    fn summary_en(&self) -> String {
        self.0.summary(Lang::En)
    }

    /// Whether a file of this size may be added; one of no byte always may.
    const fn accepts(&self, size: StorageSize) -> bool {
        self.0.accepts(size.0)
    }

    fn __repr__(&self) -> String {
        format!("Quota(limit={}, used={})", self.limit().__repr__(), self.used().__repr__())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (StorageSize, StorageSize)) {
        (slf.get_type().into_any(), (slf.get().limit(), slf.get().used()))
    }
}
