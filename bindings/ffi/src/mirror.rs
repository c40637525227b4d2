//! Enums that are the same on both sides.

/// Declares an enum with the variants of a domain enum, converted both ways; a variant added there
/// stops this crate from compiling. `code()` gives the stable code.
macro_rules! mirror {
    (
        $(#[$meta:meta])*
        $name:ident = $domain:ty { $($(#[$variant_meta:meta])* $variant:ident,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                match value {
                    $(<$domain>::$variant => Self::$variant,)+
                }
            }
        }

        impl From<$name> for $domain {
            fn from(value: $name) -> Self {
                match value {
                    $($name::$variant => <$domain>::$variant,)+
                }
            }
        }
    };
}

/// `mirror!` of a domain enum with `code()`.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        $name:ident = $domain:ty { $($variants:tt)+ }
    ) => {
        $crate::mirror::mirror! { $(#[$meta])* $name = $domain { $($variants)+ } }

        #[uniffi::export]
        impl $name {
            /// Stable code, the same in every language.
            pub fn code(&self) -> String {
                <$domain>::from(*self).code().to_owned()
            }
        }
    };
}

/// `mirror!` of a domain enum with `code()` and labels.
macro_rules! labelled {
    (
        $(#[$meta:meta])*
        $name:ident = $domain:ty { $($variants:tt)+ }
    ) => {
        $crate::mirror::mirror! { $(#[$meta])* $name = $domain { $($variants)+ } }

        #[uniffi::export]
        impl $name {
            /// Stable code, the same in every language.
            pub fn code(&self) -> String {
                <$domain>::from(*self).code().to_owned()
            }

            /// Words to show, in French.
            pub fn label_fr(&self) -> String {
                <$domain>::from(*self).label(ent_core::Lang::Fr)
            }

            /// Words to show, in English.
            pub fn label_en(&self) -> String {
                <$domain>::from(*self).label(ent_core::Lang::En)
            }
        }
    };
}

/// Gives a builder of a policy the options that are set, each in the type of the domain.
macro_rules! set_options {
    ($builder:ident, $options:ident: $($field:ident)+) => {$(
        if let Some(value) = $options.$field {
            let bounds = ent_auth::code::PolicyError::Bounds { field: stringify!($field) };
            $builder = $builder.$field(value.try_into().map_err(|_| bounds)?);
        }
    )+};
}

pub(crate) use {coded, labelled, mirror, set_options};
