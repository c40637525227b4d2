package fr.entkit.conformance

import fr.entkit.departments
import fr.entkit.ffi.Academy
import fr.entkit.ffi.AcademyCode
import fr.entkit.ffi.Department
import fr.entkit.ffi.Establishment
import fr.entkit.ffi.Registration
import fr.entkit.ffi.Uai
import fr.entkit.ofAafPrefix
import fr.entkit.ofDomain
import fr.entkit.ofName
import fr.entkit.ofTrigram
import fr.entkit.parse
import fr.entkit.parseLenient
import fr.entkit.read
import fr.entkit.registration
import fr.entkit.search

/** `uai.*`, `academy.*`, `department.*` and `establishment.read`. */
internal val placeSuites: Map<String, Suite> =
    mapOf(
        "uai.parse" to ::uai,
        "uai.registration" to ::registration,
        "academy.find" to ::academyFind,
        "academy.code" to ::academyCode,
        "academy.search" to ::academySearch,
        "department.find" to ::departmentFind,
        "department.search" to ::departmentSearch,
        "establishment.read" to ::establishmentRead,
    )

private fun uai(case: Node): Node {
    val uai =
        when (val mode = case.text("mode")) {
            "strict" -> Uai.parse(case.text("text"))
            "lenient" -> Uai.parseLenient(case.text("text"))
            else -> misfit("mode `$mode`")
        }
    return mapOf(
        "uai" to uai.number,
        "key_valid" to uai.keyValid,
        "academy" to uai.academy?.code,
        "department" to uai.department?.code,
    )
}

private fun registration(case: Node): Node =
    when (val where = Uai.parseLenient(case.text("text")).registration()) {
        is Registration.InDepartment -> {
            mapOf(
                "place" to "department",
                "department" to where.department.code,
                "academy" to where.academy.code,
            )
        }

        is Registration.Abroad -> {
            val (code, name) = where.country
            mapOf("place" to "abroad", "country" to code, "name" to name)
        }

        is Registration.Unknown -> {
            mapOf("place" to "unknown")
        }
    }

private fun academyFind(case: Node): Node {
    val text = case.text("text")
    val academy =
        when (val by = case.text("by")) {
            "code" -> Academy.parse(text)
            "name" -> Academy.ofName(text)
            "domain" -> Academy.ofDomain(text)
            "aaf_prefix" -> Academy.ofAafPrefix(text)
            "trigram" -> Academy.ofTrigram(text)
            "department" -> Department.parse(text).academy
            "uai" -> Uai.parse(text).academy
            else -> misfit("by `$by`")
        } ?: return emptyMap()
    return mapOf(
        "code" to academy.code,
        "name" to academy.name,
        "kind" to academy.kind.code(),
        "academic_region" to academy.academicRegion?.name,
        "domain" to academy.rectoratDomain,
        "aaf_prefix" to academy.aafPrefix,
        "trigram" to academy.formerTrigram,
        "departments" to academy.departments().map { it.code },
    )
}

private fun academyCode(case: Node): Node {
    val found =
        when (val mode = case.text("mode")) {
            "strict" -> AcademyCode.parse(case.text("text"))
            "lenient" -> AcademyCode.parseLenient(case.text("text"))
            else -> misfit("mode `$mode`")
        }
    return mapOf(
        "code" to found.code,
        "kind" to found.kind.code(),
        "label_fr" to found.labelFr,
        "label_en" to found.labelEn,
        "academy" to found.academy?.code,
        "departments" to found.departmentCodes,
        "aaf_prefix" to found.aafPrefix,
        "trigram" to found.formerTrigram,
    )
}

private fun academySearch(case: Node): Node =
    mapOf("codes" to Academy.search(case.text("text")).map { it.code })

private fun departmentFind(case: Node): Node {
    val department =
        when (val by = case.text("by")) {
            "code" -> Department.parse(case.text("text"))
            "name" -> Department.ofName(case.text("text"))
            else -> misfit("by `$by`")
        }
    return mapOf(
        "code" to department.code,
        "name" to department.name,
        "kind" to department.kind.code(),
        "region" to department.region?.code,
        "academy" to department.academy?.code,
    )
}

private fun departmentSearch(case: Node): Node =
    mapOf("codes" to Department.search(case.text("text")).map { it.code })

private fun establishmentRead(case: Node): Node {
    val read =
        Establishment.read(
            case.text("uai"),
            case.text("name"),
            case.text("kind"),
            case["sector"] as? String,
            case["ministry"] as? String,
        )
    return mapOf(
        "uai" to read.uai.number,
        "name" to read.name,
        "kind" to read.kind.code(),
        "is_school" to read.isSchool,
        "level" to read.level?.code(),
        "sector" to read.sector?.code(),
        "ministry" to read.ministry?.code,
        "agricultural" to read.isAgricultural,
        "academy" to read.uai.academy?.code,
        "authority" to read.authority?.code,
        "authority_fr" to read.authority?.labelFr,
        "local_authority" to read.localAuthority?.code,
        "local_authority_fr" to read.localAuthority?.labelFr,
    )
}
