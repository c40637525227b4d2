// Generated from data/ents/*.toml by ent-datagen; do not edit.

use crate::EstablishmentKind;
use crate::ent::mire::{Entry, Then};
use crate::ent::{
    Ent, IdentitySource, Onboarding, OnboardingStep, Partner, Partners, Portal, PortalKind,
};

#[rustfmt::skip]
pub(crate) static ENTS: &[Ent] = &[
    Ent {
        id: "auvergne-rhone-alpes",
        name: "Ma classe en Auvergne-Rhône-Alpes",
        addresses: &["https://ent.auvergnerhonealpes.fr"],
        partners: &[
            Partners { establishment: EstablishmentKind::College, partners: &[Partner::DepartmentCouncil, Partner::Academy] },
            Partners { establishment: EstablishmentKind::Lycee, partners: &[Partner::RegionCouncil, Partner::Academy] },
            Partners { establishment: EstablishmentKind::LyceeAgricole, partners: &[Partner::RegionCouncil, Partner::AgriculturalEducation] },
            Partners { establishment: EstablishmentKind::Cfa, partners: &[Partner::RegionCouncil, Partner::Direccte] },
        ],
        portals: &[
            Portal { kind: PortalKind::Establishment, key: "{uai}", name: "Établissement", host: "{uai}.ent.auvergnerhonealpes.fr", path: "", director_fr: "Chef de l’établissement", director_en: "Head of the establishment" },
            Portal { kind: PortalKind::Partners, key: "partners", name: "Partenaires", host: "partenaires.ent.auvergnerhonealpes.fr", path: "/partenaires", director_fr: "Président du Conseil Régional d’Auvergne-Rhône-Alpes", director_en: "President of the Regional Council of Auvergne-Rhône-Alpes" },
            Portal { kind: PortalKind::Region, key: "84", name: "Région Auvergne-Rhône-Alpes", host: "www.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Conseil Régional", director_en: "President of the Regional Council" },
            Portal { kind: PortalKind::Department, key: "01", name: "Ain", host: "ain.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Conseil Départemental", director_en: "President of the Departmental Council" },
            Portal { kind: PortalKind::Department, key: "03", name: "Allier", host: "allier.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Conseil Départemental", director_en: "President of the Departmental Council" },
            Portal { kind: PortalKind::Department, key: "07", name: "Ardèche", host: "ardeche.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Conseil Départemental", director_en: "President of the Departmental Council" },
            Portal { kind: PortalKind::Department, key: "15", name: "Cantal", host: "cantal.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Conseil Départemental", director_en: "President of the Departmental Council" },
            Portal { kind: PortalKind::Department, key: "38", name: "Isère", host: "isere.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Conseil Départemental", director_en: "President of the Departmental Council" },
            Portal { kind: PortalKind::Department, key: "43", name: "Haute-Loire", host: "hauteloire.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Conseil Départemental", director_en: "President of the Departmental Council" },
            Portal { kind: PortalKind::Department, key: "63", name: "Puy-de-Dôme", host: "puydedome.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Conseil Départemental", director_en: "President of the Departmental Council" },
            Portal { kind: PortalKind::Department, key: "69", name: "Rhône", host: "rhone.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Conseil Départemental", director_en: "President of the Departmental Council" },
            Portal { kind: PortalKind::Department, key: "73", name: "Savoie", host: "savoie.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Conseil Départemental", director_en: "President of the Departmental Council" },
            Portal { kind: PortalKind::Department, key: "74", name: "Haute-Savoie", host: "hautesavoie.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Conseil Départemental", director_en: "President of the Departmental Council" },
            Portal { kind: PortalKind::AcademicAuthority, key: "06", name: "Clermont-Ferrand", host: "ac-clermont.ent.auvergnerhonealpes.fr", path: "", director_fr: "Recteur de l’académie", director_en: "Rector of the académie" },
            Portal { kind: PortalKind::AcademicAuthority, key: "08", name: "Grenoble", host: "ac-grenoble.ent.auvergnerhonealpes.fr", path: "", director_fr: "Recteur de l’académie", director_en: "Rector of the académie" },
            Portal { kind: PortalKind::AcademicAuthority, key: "10", name: "Lyon", host: "ac-lyon.ent.auvergnerhonealpes.fr", path: "", director_fr: "Recteur de l’académie", director_en: "Rector of the académie" },
            Portal { kind: PortalKind::AcademicAuthority, key: "98", name: "DRAAF Auvergne-Rhône-Alpes", host: "draaf.ent.auvergnerhonealpes.fr", path: "", director_fr: "Directeur régional", director_en: "Regional director" },
            Portal { kind: PortalKind::PrivateEducation, key: "crec", name: "CREC", host: "enseignementprive.ent.auvergnerhonealpes.fr", path: "", director_fr: "Président du Comité Régional de l’Enseignement Catholique", director_en: "President of the Regional Committee of Catholic Education" },
        ],
        mire: &[
            Entry { id: "eleve_ou_parent", fr: "Élève ou parent", en: "Pupil or parent", then: Then::Choices(&[
                Entry { id: "educonnect", fr: "avec EduConnect", en: "with EduConnect", then: Then::Source { source: IdentitySource::EduConnect, academy: None } },
                Entry { id: "agricole", fr: "Enseignement agricole", en: "Agricultural education", then: Then::Source { source: IdentitySource::Agricultural, academy: None } },
            ]) },
            Entry { id: "enseignant", fr: "Enseignant", en: "Teacher", then: Then::Choices(&[
                Entry { id: "ac-lyon", fr: "de l’académie de Lyon", en: "of the académie of Lyon", then: Then::Source { source: IdentitySource::Academic, academy: Some("10") } },
                Entry { id: "ac-grenoble", fr: "de l’académie de Grenoble", en: "of the académie of Grenoble", then: Then::Source { source: IdentitySource::Academic, academy: Some("08") } },
                Entry { id: "ac-clermont", fr: "de l’académie de Clermont-Ferrand", en: "of the académie of Clermont-Ferrand", then: Then::Source { source: IdentitySource::Academic, academy: Some("06") } },
                Entry { id: "agricole", fr: "des établissements agricoles", en: "of the agricultural establishments", then: Then::Source { source: IdentitySource::Agricultural, academy: None } },
            ]) },
            Entry { id: "personnel_non_enseignant", fr: "Personnel non enseignant", en: "Non-teaching staff", then: Then::Source { source: IdentitySource::Unpublished, academy: None } },
            Entry { id: "personnel_collectivite", fr: "Personnels de collectivité", en: "Local authority staff", then: Then::Source { source: IdentitySource::Unpublished, academy: None } },
            Entry { id: "autres_comptes_invites", fr: "Autres comptes et invités", en: "Other accounts and guests", then: Then::Source { source: IdentitySource::Local, academy: None } },
        ],
        onboarding: &[
            Onboarding { profiles: &["ENS", "DIR", "EVS", "ETA", "ACA", "DOC", "COL"], sources: &[IdentitySource::Academic], steps: &[OnboardingStep::Charter, OnboardingStep::Password, OnboardingStep::Contact] },
            Onboarding { profiles: &[], sources: &[IdentitySource::Local], steps: &[OnboardingStep::Charter, OnboardingStep::Password, OnboardingStep::Contact] },
            Onboarding { profiles: &[], sources: &[], steps: &[OnboardingStep::Charter, OnboardingStep::Contact] },
        ],
    },
    Ent {
        id: "hauts-de-france",
        name: "ENT Hauts-de-France / Somme",
        addresses: &["https://college.entsomme.fr", "https://enthdf.fr"],
        partners: &[
        ],
        portals: &[
        ],
        mire: &[
            Entry { id: "personnel_en", fr: "Personnel Éducation nationale", en: "Staff of the national education service", then: Then::Source { source: IdentitySource::Unpublished, academy: None } },
            Entry { id: "personnel_collectivite_invite", fr: "Personnel collectivité et invité", en: "Local authority staff and guests", then: Then::Source { source: IdentitySource::Unpublished, academy: None } },
            Entry { id: "eleve_ou_parent", fr: "Élève ou parent", en: "Pupil or parent", then: Then::Levels(&[
                Entry { id: "ecole", fr: "École", en: "Primary school (école)", then: Then::Source { source: IdentitySource::Unpublished, academy: None } },
                Entry { id: "college", fr: "Collège", en: "Lower secondary school (collège)", then: Then::Source { source: IdentitySource::EduConnect, academy: None } },
                Entry { id: "lycee", fr: "Lycée", en: "Upper secondary school (lycée)", then: Then::Source { source: IdentitySource::Unpublished, academy: None } },
            ]) },
            Entry { id: "agricole", fr: "Enseignement agricole", en: "Agricultural education", then: Then::Source { source: IdentitySource::Unpublished, academy: None } },
        ],
        onboarding: &[
            Onboarding { profiles: &[], sources: &[], steps: &[OnboardingStep::Charter, OnboardingStep::Contact] },
        ],
    },
    Ent {
        id: "occitanie",
        name: "Mon ENT Occitanie",
        addresses: &["https://cas.mon-ent-occitanie.fr"],
        partners: &[
        ],
        portals: &[
        ],
        mire: &[
            Entry { id: "eleve_ou_parent", fr: "Élève ou parent", en: "Pupil or parent", then: Then::Choices(&[
                Entry { id: "aten-montpellier", fr: "académie de Montpellier", en: "académie of Montpellier", then: Then::Source { source: IdentitySource::Aten, academy: Some("11") } },
                Entry { id: "educonnect-montpellier", fr: "EduConnect, académie de Montpellier", en: "EduConnect, académie of Montpellier", then: Then::Source { source: IdentitySource::EduConnect, academy: Some("11") } },
                Entry { id: "educonnect-toulouse", fr: "EduConnect, académie de Toulouse", en: "EduConnect, académie of Toulouse", then: Then::Source { source: IdentitySource::EduConnect, academy: Some("16") } },
            ]) },
            Entry { id: "agricole", fr: "Enseignement agricole", en: "Agricultural education", then: Then::Source { source: IdentitySource::Agricultural, academy: None } },
        ],
        onboarding: &[
            Onboarding { profiles: &[], sources: &[IdentitySource::Local], steps: &[OnboardingStep::Charter, OnboardingStep::Password, OnboardingStep::Contact] },
            Onboarding { profiles: &[], sources: &[], steps: &[OnboardingStep::Charter, OnboardingStep::Contact] },
        ],
    },
];
