//! Who, beside the establishment, may write to its people.

use crate::listed::listed;

listed! {
    /// A body that sends messages through the ENT to those who agreed, such as a bad-weather alert
    /// about school buses.
    ///
    /// ```
    /// use ent_core::Lang;
    /// use ent_core::ent::Partner;
    ///
    /// assert_eq!(Partner::RegionCouncil.label(Lang::Fr), "Le conseil régional");
    /// assert_eq!(Partner::from_code("police"), None);
    /// ```
    #[doc(alias = "partenaire")]
    #[expect(clippy::exhaustive_enums, reason = "a new partner needs a new consent text")]
    Partner in "partner" {
        /// Council of the department.
        #[doc(alias = "conseil départemental")]
        DepartmentCouncil = "department_council",
        /// Council of the region.
        #[doc(alias = "conseil régional")]
        RegionCouncil = "region_council",
        /// The académie.
        #[doc(alias = "académie")]
        Academy = "academy",
        /// The authority of agricultural education.
        #[doc(alias = "enseignement agricole")]
        AgriculturalEducation = "agricultural_education",
        /// The regional directorate for enterprise and labour.
        Direccte = "direccte",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EstablishmentKind;
    use crate::ent::Ent;

    #[test]
    fn codes_and_labels() {
        Partner::check_list();
    }

    #[test]
    fn partners_by_kind_of_establishment() {
        use EstablishmentKind::{Cfa, College, Lycee, LyceeAgricole};
        let cases: [(_, [Partner; 2]); 4] = [
            (College, [Partner::DepartmentCouncil, Partner::Academy]),
            (Lycee, [Partner::RegionCouncil, Partner::Academy]),
            (LyceeAgricole, [Partner::RegionCouncil, Partner::AgriculturalEducation]),
            (Cfa, [Partner::RegionCouncil, Partner::Direccte]),
        ];
        let ent = Ent::find("auvergne-rhone-alpes").unwrap();
        for (kind, partners) in cases {
            assert_eq!(ent.partners(kind), partners);
        }
        assert_eq!(Ent::find("occitanie").unwrap().partners(College), []);
    }
}
