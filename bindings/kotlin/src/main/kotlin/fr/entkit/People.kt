@file:JvmName("People")

package fr.entkit

import fr.entkit.ffi.AafRelation
import fr.entkit.ffi.AgeReading
import fr.entkit.ffi.BirthDateReading
import fr.entkit.ffi.EntException
import fr.entkit.ffi.GuardianEdge
import fr.entkit.ffi.LinkInfo
import fr.entkit.ffi.Majority
import fr.entkit.ffi.aafLink
import fr.entkit.ffi.aafLinks
import fr.entkit.ffi.ownGuardianEdge
import fr.entkit.ffi.parseAafRelation
import fr.entkit.ffi.readBirthDate
import java.time.LocalDate
import fr.entkit.ffi.ageOn as readAge

// Every function that takes a text also refuses half a surrogate pair, with `text/encoding`.

/**
 * Reads a birth date as a directory or an identity provider knows it: `YYYY-MM-DD`, `YYYY-MM-00` or
 * `YYYY-00-00`. What a person types is read by [EntKit.parseBirthDate].
 *
 * @throws EntException.Parse `birth-date/format` or `birth-date/out-of-range`
 */
@Throws(EntException::class)
@JvmName("readBirthDate")
public fun BirthDateReading.Companion.parse(text: String): BirthDateReading =
    reading { readBirthDate(text) }

/** [BirthDateReading] of [text], or null where `BirthDateReading.parse` throws. */
@JvmName("readBirthDateOrNull")
public fun BirthDateReading.Companion.parseOrNull(text: String): BirthDateReading? =
    orNull { readBirthDate(text) }

/**
 * The age on a day; [early] says that the academic directory knows the person to be of age before
 * 18.
 *
 * @throws EntException.Parse `day/out-of-range` before 2000 and after 2199, `day/format` in no
 *   year of four digits; `birth-date/format` or `birth-date/out-of-range` when the text was changed
 */
@Throws(EntException::class)
@JvmOverloads
public fun BirthDateReading.ageOn(
    on: LocalDate,
    early: Boolean = false,
): AgeReading = reading { readAge(text, on, early) }

/**
 * Reads a value `id$link$financial$standing$contact$payment` of `ENTElevePersRelEleve`.
 *
 * @throws EntException.Parse `aaf-relation/fields`, or `aaf-relation/` and the first field that
 *   cannot be read: `id`, `link`, `financial`, `standing`, `contact`, `payment`
 */
@Throws(EntException::class)
@JvmName("parseAafRelation")
public fun AafRelation.Companion.parse(text: String): AafRelation =
    reading { parseAafRelation(text) }

/** [AafRelation] of [text], or null where `AafRelation.parse` throws. */
@JvmName("parseAafRelationOrNull")
public fun AafRelation.Companion.parseOrNull(text: String): AafRelation? =
    orNull { parseAafRelation(text) }

/**
 * The link with a code, also one of earlier feeds.
 *
 * @throws EntException.Parse `link/unknown`
 */
@Throws(EntException::class)
@JvmName("parseLink")
public fun LinkInfo.Companion.parse(code: String): LinkInfo = reading { aafLink(code) }

/** [LinkInfo] of [code], or null where `LinkInfo.parse` throws. */
@JvmName("parseLinkOrNull")
public fun LinkInfo.Companion.parseOrNull(code: String): LinkInfo? = orNull { aafLink(code) }

/** Every link between an adult and a pupil, by code; read once. */
public val LinkInfo.Companion.all: List<LinkInfo>
    @JvmName("links")
    get() = links

private val links by lazy { aafLinks() }

/**
 * What is said of a pupil who is of age and their own guardian (link `70`).
 *
 * @throws EntException.Parse `guardianship/minor` unless the pupil is of age
 */
@Throws(EntException::class)
@JvmName("ownGuardian")
public fun GuardianEdge.Companion.ownGuardian(majority: Majority): GuardianEdge =
    ownGuardianEdge(majority)
