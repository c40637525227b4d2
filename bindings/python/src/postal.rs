//! Postal addresses.

use ent_core::Country;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::convert::{Text, tuple};
use crate::errors;

/// Official geographic code of France.
const FRANCE: &str = "99100";

/// A postal address: up to five lines, then postcode and town. `repr` shows nothing of it;
/// addresses hash and pickle.
///
/// >>> PostalAddress.parse(("1 boulevard Pasteur",), postcode="30120", town="Le Vigan").envelope
/// ('1 boulevard Pasteur', '30120 LE VIGAN')
#[pyclass(frozen, eq, hash, from_py_object, module = "entkit")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct PostalAddress(pub(crate) ent_core::PostalAddress);

type Parts = (Vec<String>, Option<String>, String, String);

#[pymethods]
impl PostalAddress {
    /// Read an address. Five digits of postcode are asked for in France, may stand in Monaco and
    /// are refused elsewhere; `country` is five digits of the official geographic code, France
    /// unless given. Spaces around are dropped, and so are empty lines.
    ///
    /// Raises `ParseError`: `postal/too-many-lines`, `postal/too-long`, `postal/invisible`,
    /// `postal/postcode`, `postal/postcode-abroad`, `postal/town`, `country/unknown`.
    #[staticmethod]
    #[pyo3(signature = (lines, postcode=None, town=None, country=None))]
    fn parse(
        lines: Vec<Text>,
        postcode: Option<Text>,
        town: Option<Text>,
        country: Option<Text>,
    ) -> PyResult<Self> {
        let country = country.as_ref().map_or(FRANCE, Text::as_str);
        let country = Country::parse(country).map_err(errors::parse)?;
        let postcode = postcode.as_ref().map(Text::as_str);
        let town = town.as_ref().map_or("", Text::as_str);
        let lines = lines.iter().map(Text::as_str);
        ent_core::PostalAddress::new(lines, postcode, town, country)
            .map(Self)
            .map_err(errors::parse)
    }

    /// The lines above that of postcode and town, as written.
    #[getter]
    fn lines<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.0.lines())
    }

    /// Five digits, in France and Monaco, or None.
    #[getter]
    fn postcode(&self) -> Option<&str> {
        self.0.postcode()
    }

    /// The town, as written.
    #[getter]
    fn town(&self) -> &str {
        self.0.town()
    }

    /// Official geographic code of the country.
    #[getter]
    fn country(&self) -> &str {
        self.0.country().code()
    }

    /// The lines of an envelope below the recipient: the town in capitals, then the country,
    /// unless it is France.
    #[getter]
    fn envelope<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple(py, self.0.envelope())
    }

    /// Whether every line of the envelope has at most 38 characters (AFNOR NF Z10-011).
    #[getter]
    fn fits(&self) -> bool {
        self.0.fits()
    }

    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __repr__(&self) -> &'static str {
        "PostalAddress(redacted)"
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Parts)> {
        let address = &slf.get().0;
        let parts = (
            address.lines().to_vec(),
            address.postcode().map(str::to_owned),
            address.town().to_owned(),
            address.country().code().to_owned(),
        );
        Ok((slf.get_type().getattr("parse")?, parts))
    }
}
