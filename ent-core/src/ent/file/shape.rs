//! The format of an ENT file, described once.
//!
//! The checker, the JSON Schema and the generator of the shipped tables all read this description,
//! so none of them can say something else. It uses nothing of the crate, because the generator
//! compiles it too.

/// Codes that stand for the values of a Rust list, each with the name of the variant.
pub(crate) type Codes = &'static [(&'static str, &'static str)];

/// What a value is.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Words to show, of at most so many characters.
    Text(usize),
    /// A text of a fixed form.
    Form(&'static Form),
    /// One of the codes of a Rust list.
    Code { list: &'static str, codes: Codes },
    /// A whole number, both bounds included.
    Number(i64, i64),
    /// True or false; absent is false.
    Flag,
    /// A day from 2000-01-01 to 2199-12-31.
    Day,
    /// Different values, so many at least and at most.
    List { of: &'static Kind, min: usize, max: usize },
    /// One table.
    Table(&'static Shape),
    /// A list of tables, so many at least and at most.
    Rows { of: &'static Shape, min: usize, max: usize },
    /// Tables by their ids.
    Map { of: &'static Shape, max: usize },
}

/// The form of a text that programs compare.
#[derive(Debug)]
pub(crate) struct Form {
    /// What it is, for the schema.
    pub(crate) doc: &'static str,
    /// Regular expression (ECMA 262), for the schema.
    pub(crate) pattern: &'static str,
    /// Longest text, in bytes.
    pub(crate) max: usize,
    /// Whether a text has the form.
    pub(crate) fits: fn(&str) -> bool,
    /// Whether it names a host, where look-alikes are refused.
    pub(crate) host: bool,
}

/// One key of a table.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) needed: bool,
    /// Whether the program keeps it; the others are for readers of the file.
    pub(crate) kept: bool,
    pub(crate) doc: &'static str,
}

/// The keys of a table.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Name of the Rust type.
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) fields: &'static [Field],
}

const fn needed(name: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { name, kind, needed: true, kept: true, doc }
}

const fn optional(name: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { name, kind, needed: false, kept: true, doc }
}

/// Where a fact was read.
const FROM: Field = Field {
    name: "from",
    kind: Kind::Text(300),
    needed: true,
    kept: false,
    doc: "Guide that the row comes from.",
};

const ID: Kind = Kind::Form(&Form {
    doc: "lower-case letters, digits, `-` and `_`",
    pattern: "^[a-z0-9][a-z0-9_-]{0,63}$",
    max: 64,
    fits: is_id,
    host: false,
});
const HOST: Kind = Kind::Form(&Form {
    doc: "host name in lower-case ASCII; `{uai}` in front stands for the number of the establishment",
    pattern: r"^(\{uai\}\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$",
    max: 253,
    fits: is_portal_host,
    host: true,
});
const HOST_PATTERN: Kind = Kind::Form(&Form {
    doc: "host name in lower-case ASCII; `*.` in front stands for one more label",
    pattern: r"^(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$",
    max: 253,
    fits: is_host_pattern,
    host: true,
});
const URL: Kind = Kind::Form(&Form {
    doc: "https address without user name, port or fragment",
    pattern: r"^https://[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+([/?][A-Za-z0-9._~:/?@!$&()*+,;=%-]*)?$",
    max: 500,
    fits: is_url,
    host: true,
});
const PATH: Kind = Kind::Form(&Form {
    doc: "path of an address",
    pattern: "^(/[A-Za-z0-9._~-]+)+$",
    max: 200,
    fits: is_path,
    host: false,
});
const KEY: Kind = Kind::Form(&Form {
    doc: "INSEE code of the region or department, code of the académie (`98` for the DRAAF), `partners`, `crec`, the number of an establishment in upper case, or `{uai}` for that of any",
    pattern: r"^(\{uai\}|[0-9]{2,3}|2[AB]|partners|crec|[0-9]{7}[A-Z])$",
    max: 8,
    fits: is_key,
    host: false,
});
const ACADEMY: Kind = Kind::Form(&Form {
    doc: "two-digit code of an académie",
    pattern: "^[0-9]{2}$",
    max: 2,
    fits: is_two_digits,
    host: false,
});
const REGION: Kind = Kind::Form(&Form {
    doc: "two-digit INSEE code of a region",
    pattern: "^[0-9]{2}$",
    max: 2,
    fits: is_two_digits,
    host: false,
});
const DEPARTMENT: Kind = Kind::Form(&Form {
    doc: "INSEE code of a department",
    pattern: "^([0-9]{2,3}|2[AB])$",
    max: 3,
    fits: is_department,
    host: false,
});
const SELECTION: Kind = Kind::Form(&Form {
    doc: "key of the choice in the sign-in address",
    pattern: "^[A-Za-z0-9_.-]{1,64}$",
    max: 64,
    fits: is_selection,
    host: false,
});

const PROFILE: Kind = Kind::Code {
    list: "Profile",
    codes: &[
        ("ELV", "Pupil"),
        ("TUT", "LegalGuardian"),
        ("ENS", "Teacher"),
        ("DIR", "Direction"),
        ("EVS", "SchoolLife"),
        ("ETA", "Administrative"),
        ("ACA", "Academic"),
        ("DOC", "Librarian"),
        ("COL", "LocalAuthority"),
    ],
};
const ESTABLISHMENT_KIND: Kind = Kind::Code {
    list: "EstablishmentKind",
    codes: &[
        ("ecole_maternelle", "EcoleMaternelle"),
        ("ecole_elementaire", "EcoleElementaire"),
        ("ecole_primaire", "EcolePrimaire"),
        ("college", "College"),
        ("lycee", "Lycee"),
        ("lycee_general", "LyceeGeneral"),
        ("lycee_general_technologique", "LyceeGeneralTechnologique"),
        ("lycee_polyvalent", "LyceePolyvalent"),
        ("lycee_professionnel", "LyceeProfessionnel"),
        ("lycee_agricole", "LyceeAgricole"),
        ("maison_familiale_rurale", "MaisonFamilialeRurale"),
        ("cfa", "Cfa"),
        ("cite_scolaire", "CiteScolaire"),
        ("erea", "Erea"),
        ("medico_social", "MedicoSocial"),
        ("rectorat", "Rectorat"),
        ("dsden", "Dsden"),
        ("circonscription", "Circonscription"),
        ("cio", "Cio"),
        ("other", "Other"),
    ],
};
const PARTNER: Kind = Kind::Code {
    list: "Partner",
    codes: &[
        ("department_council", "DepartmentCouncil"),
        ("region_council", "RegionCouncil"),
        ("academy", "Academy"),
        ("agricultural_education", "AgriculturalEducation"),
        ("direccte", "Direccte"),
    ],
};
const PORTAL_KIND: Kind = Kind::Code {
    list: "PortalKind",
    codes: &[
        ("establishment", "Establishment"),
        ("partners", "Partners"),
        ("region", "Region"),
        ("department", "Department"),
        ("academic_authority", "AcademicAuthority"),
        ("private_education", "PrivateEducation"),
    ],
};
const IDENTITY_SOURCE: Kind = Kind::Code {
    list: "IdentitySource",
    codes: &[
        ("educonnect", "EduConnect"),
        ("academic", "Academic"),
        ("agricultural", "Agricultural"),
        ("aten", "Aten"),
        ("local", "Local"),
        ("unpublished", "Unpublished"),
    ],
};
const MIRE_AXIS: Kind = Kind::Code {
    list: "MireAxis",
    codes: &[
        ("profile", "Profile"),
        ("academy", "Academy"),
        ("level", "Level"),
        ("source", "Source"),
    ],
};
const STEP: Kind = Kind::Code {
    list: "OnboardingStep",
    codes: &[("charter", "Charter"), ("password", "Password"), ("contact", "Contact")],
};
const CHARTER_SCOPE: Kind = Kind::Code {
    list: "CharterScope",
    codes: &[("ent", "Ent"), ("establishment", "Establishment")],
};
const CHANNEL: Kind =
    Kind::Code { list: "ServiceChannel", codes: &[("web", "Web"), ("mobile", "Mobile")] };

/// Profiles of a row; absent, the row fits everybody.
const PROFILES: Kind = Kind::List { of: &PROFILE, min: 1, max: 9 };

/// Longest label.
const LABEL: Kind = Kind::Text(200);

/// The whole file.
pub(crate) static ENT: Shape = Shape {
    name: "Definition",
    doc: "An ENT (environnement numérique de travail): who runs it, its portals, its sign-in choices, what it offers to whom.",
    fields: &[
        Field {
            name: "schema",
            kind: Kind::Number(1, 1),
            needed: true,
            kept: false,
            doc: "Version of this format.",
        },
        needed("id", ID, "Stable id, such as `hauts-de-france`."),
        needed("name", LABEL, "Name as the ENT writes it, in French."),
        optional("operator", LABEL, "Who runs the software."),
        needed(
            "addresses",
            Kind::List { of: &URL, min: 1, max: 20 },
            "Where people sign in, the usual one first.",
        ),
        needed(
            "hosts",
            Kind::List { of: &HOST_PATTERN, min: 1, max: 50 },
            "Every host of the ENT; addresses and portals lie within.",
        ),
        Field {
            name: "source",
            kind: Kind::Text(300),
            needed: true,
            kept: false,
            doc: "Where the facts were read.",
        },
        Field {
            name: "date",
            kind: Kind::Day,
            needed: true,
            kept: false,
            doc: "When they were read.",
        },
        optional(
            "partnerships",
            Kind::Rows { of: &PARTNERSHIP, min: 0, max: 50 },
            "Who the partners are, the earliest list first.",
        ),
        optional(
            "partners",
            Kind::Rows { of: &PARTNERS, min: 0, max: 20 },
            "Who may write to the people of an establishment, by its kind.",
        ),
        optional("portals", Kind::Rows { of: &PORTAL, min: 0, max: 1000 }, "The portals."),
        optional(
            "access",
            Kind::Rows { of: &ACCESS, min: 0, max: 20 },
            "Which portals are whose; the first row that fits counts.",
        ),
        needed(
            "mires",
            Kind::Map { of: &PAGE, max: 200 },
            "Pages of sign-in choices by their ids; `start` is the first.",
        ),
        needed(
            "onboarding",
            Kind::Rows { of: &ONBOARDING, min: 1, max: 50 },
            "Steps of a first connection; the first row that fits counts, the last fits everybody.",
        ),
        optional("charter", Kind::Table(&CHARTER), "Who sets the charter of use."),
        optional(
            "password_rules",
            Kind::Rows { of: &PASSWORD_RULES, min: 0, max: 10 },
            "Rules for a new password, by who keeps it.",
        ),
        optional("lifetimes", Kind::Table(&LIFETIMES), "How long things last."),
        optional(
            "services",
            Kind::Rows { of: &SERVICE, min: 0, max: 500 },
            "What the ENT offers, to whom and where.",
        ),
        optional("storage", Kind::Table(&STORAGE), "How much people may store."),
        optional(
            "help",
            Kind::Rows { of: &HELP, min: 0, max: 50 },
            "Pages of the online help and their topics.",
        ),
        optional(
            "private_education",
            Kind::Table(&PRIVATE_EDUCATION),
            "Who of private education uses the ENT; absent, the guides do not tell.",
        ),
    ],
};

static PARTNERSHIP: Shape = Shape {
    name: "Partnership",
    doc: "The partners as one document names them.",
    fields: &[
        needed("id", ID, "Stable id of the list."),
        needed("read_on", Kind::Day, "When the document was read."),
        optional("since", Kind::Day, "From when on the list holds, if the document tells."),
        optional("regions", Kind::List { of: &REGION, min: 1, max: 20 }, "Regions."),
        optional("departments", Kind::List { of: &DEPARTMENT, min: 1, max: 110 }, "Departments."),
        optional("academies", Kind::List { of: &ACADEMY, min: 1, max: 40 }, "Académies."),
        optional("draaf", Kind::Flag, "Whether the authority of agricultural education is one."),
        optional("crec", Kind::Flag, "Whether the committee of Catholic education is one."),
        FROM,
    ],
};

static PARTNERS: Shape = Shape {
    name: "Partners",
    doc: "Who may write to the people of these kinds of establishment, if they agreed.",
    fields: &[
        needed(
            "kinds",
            Kind::List { of: &ESTABLISHMENT_KIND, min: 1, max: 20 },
            "Kinds of establishment; each stands in one row.",
        ),
        needed(
            "partners",
            Kind::List { of: &PARTNER, min: 1, max: 5 },
            "In the order people see them.",
        ),
        FROM,
    ],
};

static PORTAL: Shape = Shape {
    name: "Portal",
    doc: "One portal.",
    fields: &[
        needed("kind", PORTAL_KIND, "Kind."),
        needed("key", KEY, "Key among the portals of its kind."),
        needed("name", LABEL, "Name, in French."),
        needed("host", HOST, "Host."),
        optional("path", PATH, "Path of the address, if it has one."),
        needed("director_fr", LABEL, "Title of the publication director, in French."),
        needed("director_en", LABEL, "The same, in English."),
        FROM,
    ],
};

static ACCESS: Shape = Shape {
    name: "Access",
    doc: "Portals that people see as theirs.",
    fields: &[
        optional("profiles", PROFILES, "Whose; absent: everybody's."),
        needed(
            "kinds",
            Kind::List { of: &PORTAL_KIND, min: 1, max: 6 },
            "Kinds of portal, in the order people see them.",
        ),
        FROM,
    ],
};

static PAGE: Shape = Shape {
    name: "Page",
    doc: "One page of sign-in choices.",
    fields: &[
        needed("asks", MIRE_AXIS, "What the page asks."),
        needed(
            "choices",
            Kind::Rows { of: &ENTRY, min: 1, max: 100 },
            "The choices, in the order people see them.",
        ),
    ],
};

static ENTRY: Shape = Shape {
    name: "Entry",
    doc: "One choice: it has either a source or a page.",
    fields: &[
        needed("id", ID, "Stable id among the choices of the page."),
        needed("fr", LABEL, "Words to show, in French."),
        needed("en", LABEL, "The same, in English."),
        optional("page", ID, "Page that comes next."),
        optional("source", IDENTITY_SOURCE, "Who signs the person in."),
        optional("academy", ACADEMY, "Académie of the source."),
        optional("selection", SELECTION, "Key of the choice in the sign-in address."),
        optional("sign_in", URL, "Sign-in address."),
        FROM,
    ],
};

static ONBOARDING: Shape = Shape {
    name: "Onboarding",
    doc: "Steps of a first connection.",
    fields: &[
        optional("profiles", PROFILES, "For whom; absent: everybody."),
        optional(
            "sources",
            Kind::List { of: &IDENTITY_SOURCE, min: 1, max: 6 },
            "Signed in by whom; absent: anyone.",
        ),
        needed("steps", Kind::List { of: &STEP, min: 1, max: 3 }, "The steps, in order."),
        FROM,
    ],
};

static CHARTER: Shape = Shape {
    name: "Charter",
    doc: "Who sets the charter of use.",
    fields: &[
        needed(
            "scopes",
            Kind::List { of: &CHARTER_SCOPE, min: 1, max: 2 },
            "The ENT as a whole, or each establishment.",
        ),
        optional("profiles", PROFILES, "Who accepts it; absent: everybody."),
        FROM,
    ],
};

static PASSWORD_RULES: Shape = Shape {
    name: "PasswordRules",
    doc: "Rules for a new password.",
    fields: &[
        needed(
            "sources",
            Kind::List { of: &IDENTITY_SOURCE, min: 1, max: 6 },
            "Who keeps the password; each stands in one row.",
        ),
        needed("rules", ID, "Id of the set of rules."),
        FROM,
    ],
};

static LIFETIMES: Shape = Shape {
    name: "Lifetimes",
    doc: "How long things last; absent: the guides do not tell.",
    fields: &[
        optional("sms_code_minutes", Kind::Number(1, 30), "A code by SMS."),
        optional("mobile_code_minutes", Kind::Number(1, 10), "A code that activates a phone."),
        optional("email_link_hours", Kind::Number(1, 24), "A link by e-mail."),
        optional("letter_months", Kind::Number(1, 3), "A letter with a provisional password."),
        optional(
            "retention_months",
            Kind::Number(1, 12),
            "An account that nobody is entitled to any more.",
        ),
        optional("remembered_choice_days", Kind::Number(1, 366), "A remembered sign-in choice."),
        FROM,
    ],
};

static SERVICE: Shape = Shape {
    name: "Service",
    doc: "A service or feature.",
    fields: &[
        needed("id", ID, "Stable id."),
        needed("fr", LABEL, "Name, in French."),
        needed("en", LABEL, "The same, in English."),
        optional("profiles", PROFILES, "Who has it; absent: the guides do not tell."),
        needed("channels", Kind::List { of: &CHANNEL, min: 1, max: 2 }, "Where it is."),
        FROM,
    ],
};

static STORAGE: Shape = Shape {
    name: "Storage",
    doc: "How much people may store.",
    fields: &[
        needed(
            "shared_folder_mo",
            Kind::Number(1, 1_048_576),
            "Megabytes (Mo, of 1,024 Ko) of the shared folders of a class.",
        ),
        FROM,
    ],
};

static HELP: Shape = Shape {
    name: "HelpGroup",
    doc: "A page of the online help.",
    fields: &[
        needed("id", ID, "Stable id."),
        needed("fr", LABEL, "Title, in French."),
        needed("en", LABEL, "The same, in English."),
        optional("profiles", PROFILES, "For whom; absent: everybody."),
        optional(
            "topics",
            Kind::Rows { of: &HELP_TOPIC, min: 0, max: 200 },
            "Topics, in the order people see them.",
        ),
        FROM,
    ],
};

static HELP_TOPIC: Shape = Shape {
    name: "HelpTopic",
    doc: "A topic of the online help.",
    fields: &[
        needed("id", ID, "Stable id within its page."),
        needed("fr", LABEL, "Title or question, in French."),
        needed("en", LABEL, "The same, in English."),
    ],
};

static PRIVATE_EDUCATION: Shape = Shape {
    name: "PrivateEducation",
    doc: "Who of private education uses the ENT.",
    fields: &[
        needed("profiles", PROFILES, "These profiles only."),
        needed(
            "kinds",
            Kind::List { of: &ESTABLISHMENT_KIND, min: 1, max: 20 },
            "Of these kinds of establishment only.",
        ),
        FROM,
    ],
};

pub(crate) fn is_id(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    text.bytes().next().is_some_and(plain)
        && text.bytes().all(|b| plain(b) || matches!(b, b'-' | b'_'))
}

fn is_host(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(plain)
    };
    text.contains('.') && text.split('.').all(label)
}

pub(crate) fn is_portal_host(text: &str) -> bool {
    is_host(text.strip_prefix("{uai}.").unwrap_or(text))
}

fn is_host_pattern(text: &str) -> bool {
    is_host(text.strip_prefix("*.").unwrap_or(text))
}

pub(crate) fn is_url(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._~:/?@!$&()*+,;=%-".contains(&b);
    is_host(host) && rest.bytes().all(plain)
}

fn is_path(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._~-".contains(&b);
    let segment = |segment: &str| !segment.is_empty() && segment.bytes().all(plain);
    text.strip_prefix('/').is_some_and(|rest| rest.split('/').all(segment))
}

fn is_key(text: &str) -> bool {
    matches!(text, "{uai}" | "partners" | "crec") || is_department(text) || is_uai(text)
}

fn is_uai(text: &str) -> bool {
    let [digits @ .., key] = text.as_bytes() else { return false };
    digits.len() == 7 && digits.iter().all(u8::is_ascii_digit) && key.is_ascii_uppercase()
}

fn is_two_digits(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_department(text: &str) -> bool {
    matches!(text, "2A" | "2B")
        || matches!(text.len(), 2 | 3) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_selection(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))
}
