//! `uai.*`, `academy.*`, `department.*`, `establishment.read`.

use ent_core::{
    AcademicAuthority, AcademicRegion, Academy, AcademyCode, AdministrativeRegion, Department,
    Establishment, Lang, LocalAuthority, Ministry, Registration, Sector, Uai,
};
use serde_json::{Value, json};

use crate::{Fault, Read, code};

pub(crate) fn uai(case: &Value) -> Result<Value, Fault> {
    let text = case.text("text")?;
    let uai = match case.text("mode")? {
        "strict" => Uai::parse(text),
        "lenient" => Uai::parse_lenient(text),
        other => return Err(Fault::Shape(format!("mode `{other}`"))),
    }
    .map_err(code)?;
    Ok(json!({
        "uai": uai.to_string(),
        "key_valid": uai.has_valid_key(),
        "academy": uai.academy().map(Academy::code),
        "department": uai.department().map(Department::code),
    }))
}

pub(crate) fn registration(case: &Value) -> Result<Value, Fault> {
    let uai = Uai::parse_lenient(case.text("text")?).map_err(code)?;
    Ok(match uai.registration() {
        Registration::Department { department, academy } => {
            json!({ "place": "department", "department": department.code(), "academy": academy.code() })
        }
        Registration::Abroad(country) => {
            json!({ "place": "abroad", "country": country.code(), "name": country.name() })
        }
        Registration::Unknown => json!({ "place": "unknown" }),
    })
}

pub(crate) fn academy_find(case: &Value) -> Result<Value, Fault> {
    let text = case.text("text")?;
    let academy = match case.text("by")? {
        "code" => Some(Academy::parse(text).map_err(code)?),
        "name" => Some(Academy::of_name(text).map_err(code)?),
        "domain" => Some(Academy::of_domain(text).map_err(code)?),
        "aaf_prefix" => Some(Academy::of_aaf_prefix(text).map_err(code)?),
        "trigram" => Some(Academy::of_trigram(text).map_err(code)?),
        "department" => Department::parse(text).map_err(code)?.academy(),
        "uai" => Uai::parse(text).map_err(code)?.academy(),
        other => return Err(Fault::Shape(format!("by `{other}`"))),
    };
    let Some(academy) = academy else {
        return Ok(json!({}));
    };
    Ok(json!({
        "code": academy.code(),
        "name": academy.name(),
        "kind": academy.kind().code(),
        "academic_region": academy.academic_region().map(AcademicRegion::name),
        "domain": academy.rectorat_domain(),
        "aaf_prefix": academy.aaf_prefix(),
        "trigram": academy.former_trigram(),
        "departments": academy.departments().map(Department::code).collect::<Vec<_>>(),
    }))
}

pub(crate) fn academy_code(case: &Value) -> Result<Value, Fault> {
    let text = case.text("text")?;
    let found = match case.text("mode")? {
        "strict" => AcademyCode::parse(text),
        "lenient" => AcademyCode::parse_lenient(text),
        other => return Err(Fault::Shape(format!("mode `{other}`"))),
    }
    .map_err(code)?;
    Ok(json!({
        "code": found.code(),
        "kind": found.kind().code(),
        "label_fr": found.label(Lang::Fr),
        "label_en": found.label(Lang::En),
        "academy": found.academy().map(Academy::code),
        "departments": found.departments().map(Department::code).collect::<Vec<_>>(),
        "aaf_prefix": found.aaf_prefix(),
        "trigram": found.former_trigram(),
    }))
}

pub(crate) fn academy_search(case: &Value) -> Result<Value, Fault> {
    let found = Academy::search(case.text("text")?);
    Ok(json!({ "codes": found.into_iter().map(Academy::code).collect::<Vec<_>>() }))
}

pub(crate) fn department_find(case: &Value) -> Result<Value, Fault> {
    let text = case.text("text")?;
    let department = match case.text("by")? {
        "code" => Department::parse(text),
        "name" => Department::of_name(text),
        other => return Err(Fault::Shape(format!("by `{other}`"))),
    }
    .map_err(code)?;
    Ok(json!({
        "code": department.code(),
        "name": department.name(),
        "kind": department.kind().code(),
        "region": department.region().map(AdministrativeRegion::code),
        "academy": department.academy().map(Academy::code),
    }))
}

pub(crate) fn department_search(case: &Value) -> Result<Value, Fault> {
    let found = Department::search(case.text("text")?);
    Ok(json!({ "codes": found.into_iter().map(Department::code).collect::<Vec<_>>() }))
}

pub(crate) fn establishment_read(case: &Value) -> Result<Value, Fault> {
    let read = Establishment::read(
        case.text("uai")?,
        case.text("name")?,
        case.text("kind")?,
        case.get("sector").and_then(Value::as_str),
        case.get("ministry").and_then(Value::as_str),
    )
    .map_err(code)?;
    let kind = read.kind();
    Ok(json!({
        "uai": read.uai().to_string(),
        "name": read.name(),
        "kind": kind.code(),
        "is_school": kind.is_school(),
        "level": kind.level().map(ent_core::ent::Level::code),
        "sector": read.sector().map(Sector::code),
        "ministry": read.ministry().map(Ministry::code),
        "agricultural": read.is_agricultural(),
        "academy": read.academy().map(Academy::code),
        "authority": read.authority().map(AcademicAuthority::code),
        "authority_fr": read.authority().map(|authority| authority.label(Lang::Fr)),
        "local_authority": read.local_authority().map(LocalAuthority::code),
        "local_authority_fr": read.local_authority().map(|authority| authority.label(Lang::Fr)),
    }))
}
