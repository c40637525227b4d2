@file:JvmName("Establishments")

package fr.entkit

import fr.entkit.ffi.AcademicAuthority
import fr.entkit.ffi.Crec
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Establishment
import fr.entkit.ffi.EstablishmentKind
import fr.entkit.ffi.LocalAuthority
import fr.entkit.ffi.Ministry
import fr.entkit.ffi.Registration
import fr.entkit.ffi.Sector
import fr.entkit.ffi.Uai
import fr.entkit.ffi.allMinistries
import fr.entkit.ffi.establishmentKindOfNature
import fr.entkit.ffi.ministryOfSpelling
import fr.entkit.ffi.parseAcademicAuthority
import fr.entkit.ffi.parseCrec
import fr.entkit.ffi.parseLocalAuthority
import fr.entkit.ffi.readEstablishment
import fr.entkit.ffi.registrationOfUai
import fr.entkit.ffi.sectorOfSpelling

// Every function that takes a text also refuses half a surrogate pair, with `text/encoding`.

/**
 * Reads the fields of a directory; `kind`, `sector` and `ministry` are codes or the spellings of
 * directories, such as `LPO`, `Privé` and `03`.
 *
 * @throws EntException.Parse by the first bad field: `uai/format`, `uai/key`,
 *   `establishment/kind`, `establishment/sector`, `ministry/unknown`, `establishment/name-empty`,
 *   `establishment/name-too-long`, `text/control` or `text/invisible`
 */
@Throws(EntException::class)
@JvmName("readEstablishment")
@JvmOverloads
public fun Establishment.Companion.read(
    uai: String,
    name: String,
    kind: String,
    sector: String? = null,
    ministry: String? = null,
): Establishment = reading { readEstablishment(uai, name, kind, sector, ministry) }

/** As `read`, null where it throws. */
@JvmName("readEstablishmentOrNull")
@JvmOverloads
public fun Establishment.Companion.readOrNull(
    uai: String,
    name: String,
    kind: String,
    sector: String? = null,
    ministry: String? = null,
): Establishment? = orNull { readEstablishment(uai, name, kind, sector, ministry) }

/**
 * Where this number says that its establishment is registered, its key letter right or wrong.
 *
 * @throws EntException.Parse `uai/format` when the number was changed
 */
@Throws(EntException::class)
public fun Uai.registration(): Registration = reading { registrationOfUai(number) }

/** The kind that directories call so, by a code of nature such as `802` or their words. */
@JvmName("kindOfNatureOrNull")
public fun EstablishmentKind.Companion.ofNatureOrNull(text: String): EstablishmentKind? =
    orNull { establishmentKindOfNature(text) }

/** The sector that directories spell so, such as `PR`. */
@JvmName("sectorOfSpellingOrNull")
public fun Sector.Companion.ofSpellingOrNull(text: String): Sector? =
    orNull { sectorOfSpelling(text) }

/** Every ministry that is listed, by code; read once. */
public val Ministry.Companion.all: List<Ministry>
    @JvmName("ministries")
    get() = ministries

private val ministries by lazy { allMinistries() }

/**
 * Reads a code such as `academy:10` or `draaf:84`.
 *
 * @throws EntException.Parse `authority/unknown`
 */
@Throws(EntException::class)
@JvmName("parseAcademicAuthority")
public fun AcademicAuthority.Companion.parse(code: String): AcademicAuthority =
    reading { parseAcademicAuthority(code) }

/** As `parse`, null where it throws. */
@JvmName("parseAcademicAuthorityOrNull")
public fun AcademicAuthority.Companion.parseOrNull(code: String): AcademicAuthority? =
    orNull { parseAcademicAuthority(code) }

/**
 * Reads a code such as `region:84` or `department:69`.
 *
 * @throws EntException.Parse `authority/unknown`
 */
@Throws(EntException::class)
@JvmName("parseLocalAuthority")
public fun LocalAuthority.Companion.parse(code: String): LocalAuthority =
    reading { parseLocalAuthority(code) }

/** As `parse`, null where it throws. */
@JvmName("parseLocalAuthorityOrNull")
public fun LocalAuthority.Companion.parseOrNull(code: String): LocalAuthority? =
    orNull { parseLocalAuthority(code) }

/**
 * Reads a code such as `crec:84`.
 *
 * @throws EntException.Parse `authority/unknown`
 */
@Throws(EntException::class)
@JvmName("parseCrec")
public fun Crec.Companion.parse(code: String): Crec = reading { parseCrec(code) }

/** As `parse`, null where it throws. */
@JvmName("parseCrecOrNull")
public fun Crec.Companion.parseOrNull(code: String): Crec? = orNull { parseCrec(code) }

/**
 * The ministry with this two-digit number, or that directories spell so.
 *
 * @throws EntException.Parse `ministry/unknown`
 */
@Throws(EntException::class)
@JvmName("ministryOfSpelling")
public fun Ministry.Companion.ofSpelling(text: String): Ministry =
    reading { ministryOfSpelling(text) }

/** As `ofSpelling`, null where it throws. */
@JvmName("ministryOfSpellingOrNull")
public fun Ministry.Companion.ofSpellingOrNull(text: String): Ministry? =
    orNull { ministryOfSpelling(text) }
