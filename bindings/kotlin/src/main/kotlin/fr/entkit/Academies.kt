@file:JvmName("Academies")

package fr.entkit

import fr.entkit.ffi.Academy
import fr.entkit.ffi.AcademyCode
import fr.entkit.ffi.Department
import fr.entkit.ffi.EntException
import fr.entkit.ffi.academyCodeOfAafPrefix
import fr.entkit.ffi.academyCodeOfDomain
import fr.entkit.ffi.academyCodeOfTrigram
import fr.entkit.ffi.academyOfAafPrefix
import fr.entkit.ffi.academyOfDomain
import fr.entkit.ffi.academyOfName
import fr.entkit.ffi.academyOfTrigram
import fr.entkit.ffi.allAcademies
import fr.entkit.ffi.allAcademyCodes
import fr.entkit.ffi.departmentsOfAcademy
import fr.entkit.ffi.parseAcademy
import fr.entkit.ffi.parseAcademyCode
import fr.entkit.ffi.parseAcademyCodeLenient
import fr.entkit.ffi.searchAcademies

// Every function that takes a text also refuses half a surrogate pair, with `text/encoding`.

/** Every académie, by code; read once. */
public val Academy.Companion.all: List<Academy>
    @JvmName("academies")
    get() = academies

/** Every code of two digits, those that are no place included; read once. */
public val AcademyCode.Companion.all: List<AcademyCode>
    @JvmName("academyCodes")
    get() = academyCodes

private val academies by lazy { allAcademies() }
private val academyCodes by lazy { allAcademyCodes() }

/**
 * The departments of this académie, by code.
 *
 * @throws EntException.Parse `academy/unknown` when its code was changed
 */
@Throws(EntException::class)
public fun Academy.departments(): List<Department> = reading { departmentsOfAcademy(code) }

/**
 * Reads the two-digit code of an académie, such as `10`.
 *
 * @throws EntException.Parse `academy/unknown`
 */
@Throws(EntException::class)
@JvmName("parseAcademy")
public fun Academy.Companion.parse(code: String): Academy = reading { parseAcademy(code) }

/** As `parse`, null where it throws. */
@JvmName("parseAcademyOrNull")
public fun Academy.Companion.parseOrNull(code: String): Academy? = orNull { parseAcademy(code) }

/**
 * The académie with this whole name, whatever case, accents and punctuation.
 *
 * @throws EntException.Parse `academy/unknown`
 */
@Throws(EntException::class)
@JvmName("academyOfName")
public fun Academy.Companion.ofName(name: String): Academy = reading { academyOfName(name) }

/** As `ofName`, null where it throws. */
@JvmName("academyOfNameOrNull")
public fun Academy.Companion.ofNameOrNull(name: String): Academy? = orNull { academyOfName(name) }

/**
 * The académie of a domain such as `ac-lyon.fr`, alone or as the end of an e-mail address.
 *
 * @throws EntException.Parse `academy/unknown`
 */
@Throws(EntException::class)
@JvmName("academyOfDomain")
public fun Academy.Companion.ofDomain(text: String): Academy = reading { academyOfDomain(text) }

/** As `ofDomain`, null where it throws. */
@JvmName("academyOfDomainOrNull")
public fun Academy.Companion.ofDomainOrNull(text: String): Academy? =
    orNull { academyOfDomain(text) }

/**
 * The académie with this prefix of the AAF, such as `LYON`, spelled exactly.
 *
 * @throws EntException.Parse `academy/unknown`
 */
@Throws(EntException::class)
@JvmName("academyOfAafPrefix")
public fun Academy.Companion.ofAafPrefix(prefix: String): Academy =
    reading { academyOfAafPrefix(prefix) }

/** As `ofAafPrefix`, null where it throws. */
@JvmName("academyOfAafPrefixOrNull")
public fun Academy.Companion.ofAafPrefixOrNull(prefix: String): Academy? =
    orNull { academyOfAafPrefix(prefix) }

/**
 * The académie that older feeds name by these three letters, such as `LYO`.
 *
 * @throws EntException.Parse `academy/unknown`
 */
@Throws(EntException::class)
@JvmName("academyOfTrigram")
public fun Academy.Companion.ofTrigram(trigram: String): Academy =
    reading { academyOfTrigram(trigram) }

/** As `ofTrigram`, null where it throws. */
@JvmName("academyOfTrigramOrNull")
public fun Academy.Companion.ofTrigramOrNull(trigram: String): Academy? =
    orNull { academyOfTrigram(trigram) }

/** Those with a word of their name starting with each word of [text], whatever case and accents. */
@Throws(EntException::class)
@JvmName("searchAcademies")
public fun Academy.Companion.search(text: String): List<Academy> = reading { searchAcademies(text) }

/**
 * Reads a code of two digits, those that are no place included, such as `98`.
 *
 * @throws EntException.Parse `academy_code/unknown`
 */
@Throws(EntException::class)
@JvmName("parseAcademyCode")
public fun AcademyCode.Companion.parse(code: String): AcademyCode =
    reading { parseAcademyCode(code) }

/** As `parse`, null where it throws. */
@JvmName("parseAcademyCodeOrNull")
public fun AcademyCode.Companion.parseOrNull(code: String): AcademyCode? =
    orNull { parseAcademyCode(code) }

/**
 * Reads a code, a single digit standing for the two digits that end in it.
 *
 * @throws EntException.Parse `academy_code/unknown`
 */
@Throws(EntException::class)
@JvmName("parseAcademyCodeLenient")
public fun AcademyCode.Companion.parseLenient(code: String): AcademyCode =
    reading { parseAcademyCodeLenient(code) }

/** As `parseLenient`, null where it throws. */
@JvmName("parseAcademyCodeLenientOrNull")
public fun AcademyCode.Companion.parseLenientOrNull(code: String): AcademyCode? =
    orNull { parseAcademyCodeLenient(code) }

/**
 * The code of the académie of a domain, merged ones included, such as `ac-caen.fr`.
 *
 * @throws EntException.Parse `academy_code/unknown`
 */
@Throws(EntException::class)
@JvmName("academyCodeOfDomain")
public fun AcademyCode.Companion.ofDomain(text: String): AcademyCode =
    reading { academyCodeOfDomain(text) }

/** As `ofDomain`, null where it throws. */
@JvmName("academyCodeOfDomainOrNull")
public fun AcademyCode.Companion.ofDomainOrNull(text: String): AcademyCode? =
    orNull { academyCodeOfDomain(text) }

/**
 * The code with this prefix of the AAF, such as `AGRICOLE`, spelled exactly.
 *
 * @throws EntException.Parse `academy_code/unknown`
 */
@Throws(EntException::class)
@JvmName("academyCodeOfAafPrefix")
public fun AcademyCode.Companion.ofAafPrefix(prefix: String): AcademyCode =
    reading { academyCodeOfAafPrefix(prefix) }

/** As `ofAafPrefix`, null where it throws. */
@JvmName("academyCodeOfAafPrefixOrNull")
public fun AcademyCode.Companion.ofAafPrefixOrNull(prefix: String): AcademyCode? =
    orNull { academyCodeOfAafPrefix(prefix) }

/**
 * The code that older feeds name by these three letters, such as `CAE`.
 *
 * @throws EntException.Parse `academy_code/unknown`
 */
@Throws(EntException::class)
@JvmName("academyCodeOfTrigram")
public fun AcademyCode.Companion.ofTrigram(trigram: String): AcademyCode =
    reading { academyCodeOfTrigram(trigram) }

/** As `ofTrigram`, null where it throws. */
@JvmName("academyCodeOfTrigramOrNull")
public fun AcademyCode.Companion.ofTrigramOrNull(trigram: String): AcademyCode? =
    orNull { academyCodeOfTrigram(trigram) }
