//! Which entkit is loaded.

/// Version of the native library, such as `0.1.0`; the packages check that it is their own.
#[uniffi::export]
#[must_use]
pub fn library_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_has_three_numbers() {
        assert_eq!(library_version().split('.').filter(|n| n.parse::<u32>().is_ok()).count(), 3);
    }
}
