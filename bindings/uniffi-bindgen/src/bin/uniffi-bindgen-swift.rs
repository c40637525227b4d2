//! Writes Swift sources and the C header from a built library.

fn main() {
    uniffi::uniffi_bindgen_swift();
}
