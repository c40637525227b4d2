//! Small closed lists whose values have a stable code and a label in both languages.

/// Declares such a list: `Name in "room" { Variant = "code", … }`, with the labels under
/// `room/code` in the message files. Shared by the crates of the suite only.
#[doc(hidden)]
#[macro_export]
macro_rules! listed {
    (
        $(#[$meta:meta])*
        $name:ident in $room:literal {
            $($(#[$variant_meta:meta])* $variant:ident = $code:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every value, in the order people see them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Stable code of the value.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The value with this code, spelled exactly.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }

            /// Words to show for the value.
            #[must_use]
            pub fn label(self, lang: $crate::Lang) -> String {
                let code = match self {
                    $(Self::$variant => concat!($room, "/", $code),)+
                };
                $crate::message::text(code, lang, &[])
            }
        }

        #[cfg(test)]
        impl $name {
            pub(crate) fn check_list() {
                for value in Self::ALL {
                    assert_eq!(Self::from_code(value.code()), Some(*value));
                    let code = format!("{}/{}", $room, value.code());
                    assert!($crate::message::is_known(&code), "{code}");
                    let json = serde_json::to_string(value).unwrap();
                    assert_eq!(json, format!("{:?}", value.code()));
                    assert_eq!(serde_json::from_str::<Self>(&json).unwrap(), *value);
                }
                assert_eq!(Self::from_code(""), None);
            }
        }
    };
}

pub(crate) use listed;
