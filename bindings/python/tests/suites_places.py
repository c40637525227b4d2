"""The suites about places: from the ``in`` of a case to what the package decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from entkit import (
    Abroad,
    Academy,
    AcademyCode,
    Department,
    Establishment,
    InDepartment,
    Uai,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Case = Mapping[str, Any]
    Found = dict[str, Any]


def uai_parse(case: Case) -> Found:
    """Establishment numbers."""
    parse = {"strict": Uai.parse, "lenient": Uai.parse_lenient}[case["mode"]]
    uai = parse(case["text"])
    return {
        "uai": str(uai),
        "key_valid": uai.key_valid,
        "academy": uai.academy and uai.academy.code,
        "department": uai.department and uai.department.code,
    }


def uai_registration(case: Case) -> Found:
    """Where establishments are registered."""
    match Uai.parse_lenient(case["text"]).registration:
        case InDepartment(department=department, academy=academy):
            return {"place": "department", "department": department.code, "academy": academy.code}
        case Abroad(country=country):
            return {"place": "abroad", "country": country.code, "name": country.name}
        case _:
            return {"place": "unknown"}


def academy_find(case: Case) -> Found:
    """Academies by what is known of them."""
    doors: dict[str, Callable[[str], Academy | None]] = {
        "code": Academy.parse,
        "name": Academy.of_name,
        "domain": Academy.of_domain,
        "aaf_prefix": Academy.of_aaf_prefix,
        "trigram": Academy.of_trigram,
        "department": lambda text: Department.parse(text).academy,
        "uai": lambda text: Uai.parse(text).academy,
    }
    academy = doors[case["by"]](case["text"])
    if academy is None:
        return {}
    return {
        "code": academy.code,
        "name": academy.name,
        "kind": academy.kind,
        "academic_region": academy.academic_region and academy.academic_region.name,
        "domain": academy.rectorat_domain,
        "aaf_prefix": academy.aaf_prefix,
        "trigram": academy.former_trigram,
        "departments": [department.code for department in academy.departments],
    }


def academy_code(case: Case) -> Found:
    """Codes that feeds carry for academies."""
    parse = {"strict": AcademyCode.parse, "lenient": AcademyCode.parse_lenient}[case["mode"]]
    code = parse(case["text"])
    return {
        "code": code.code,
        "kind": code.kind,
        "label_fr": code.label_fr,
        "label_en": code.label_en,
        "academy": code.academy and code.academy.code,
        "departments": [department.code for department in code.departments],
        "aaf_prefix": code.aaf_prefix,
        "trigram": code.former_trigram,
    }


def academy_search(case: Case) -> Found:
    """Academies by words of their name."""
    return {"codes": [academy.code for academy in Academy.search(case["text"])]}


def department_find(case: Case) -> Found:
    """Departments by code or name."""
    find = {"code": Department.parse, "name": Department.of_name}[case["by"]]
    department = find(case["text"])
    return {
        "code": department.code,
        "name": department.name,
        "kind": department.kind,
        "region": department.region and department.region.code,
        "academy": department.academy and department.academy.code,
    }


def department_search(case: Case) -> Found:
    """Departments by words of their name."""
    return {"codes": [department.code for department in Department.search(case["text"])]}


def establishment_read(case: Case) -> Found:
    """Establishments by the fields of a directory."""
    read = Establishment.read(
        uai=case["uai"],
        name=case["name"],
        kind=case["kind"],
        sector=case.get("sector"),
        ministry=case.get("ministry"),
    )
    authority, council = read.authority, read.local_authority
    return {
        "uai": str(read.uai),
        "name": read.name,
        "kind": read.kind,
        "is_school": read.kind.is_school,
        "level": read.kind.level,
        "sector": read.sector,
        "ministry": read.ministry and read.ministry.code,
        "agricultural": read.is_agricultural,
        "academy": read.academy and read.academy.code,
        "authority": authority and authority.code,
        "authority_fr": authority and authority.label_fr,
        "local_authority": council and council.code,
        "local_authority_fr": council and council.label_fr,
    }
