@file:JvmName("Values")

package fr.entkit

import fr.entkit.ffi.Academy
import fr.entkit.ffi.Department
import fr.entkit.ffi.Email
import fr.entkit.ffi.EntException
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import fr.entkit.ffi.Region
import fr.entkit.ffi.Uai
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.allAcademies
import fr.entkit.ffi.allDepartments
import fr.entkit.ffi.parseEmail
import fr.entkit.ffi.parsePersonName
import fr.entkit.ffi.parsePhoneNumber
import fr.entkit.ffi.parseProfile
import fr.entkit.ffi.parseUai
import fr.entkit.ffi.parseUaiLenient
import fr.entkit.ffi.parseUnverifiedEmail

// Every `parse` also refuses a text with half a surrogate pair, with `text/encoding`.

/**
 * Reads the number of an establishment and checks its key letter.
 *
 * @throws EntException.Parse `uai/format` or `uai/key`
 */
@Throws(EntException::class)
@JvmName("parseUai")
public fun Uai.Companion.parse(text: String): Uai = reading { parseUai(text) }

/** [Uai] of [text], or null where `Uai.parse` throws. */
@JvmName("parseUaiOrNull")
public fun Uai.Companion.parseOrNull(text: String): Uai? = orNull { parseUai(text) }

/**
 * Reads a number whose key letter may be wrong, as old files hold them: see [Uai.keyValid].
 *
 * @throws EntException.Parse `uai/format`
 */
@Throws(EntException::class)
@JvmName("parseUaiLenient")
public fun Uai.Companion.parseLenient(text: String): Uai = reading { parseUaiLenient(text) }

/** Every académie, by code; read once. */
public val Academy.Companion.all: List<Academy>
    @JvmName("academies")
    get() = academies

/** Every department and overseas territory, by code; read once. */
public val Department.Companion.all: List<Department>
    @JvmName("departments")
    get() = departments

private val academies by lazy { allAcademies() }
private val departments by lazy { allDepartments() }

/**
 * Reads a phone number typed in [region], national or international.
 *
 * @throws EntException.Parse `phone/empty`, `phone/format` or `phone/unallocated`
 */
@Throws(EntException::class)
@JvmName("parsePhoneNumber")
@JvmOverloads
public fun PhoneNumber.Companion.parse(
    text: String,
    region: Region = Region.FR,
): PhoneNumber = reading { parsePhoneNumber(text, region) }

/** [PhoneNumber] of [text], or null where `PhoneNumber.parse` throws. */
@JvmName("parsePhoneNumberOrNull")
@JvmOverloads
public fun PhoneNumber.Companion.parseOrNull(
    text: String,
    region: Region = Region.FR,
): PhoneNumber? = orNull { parsePhoneNumber(text, region) }

/**
 * Reads an e-mail address.
 *
 * @throws EntException.Parse `email/empty` or `email/format`
 */
@Throws(EntException::class)
@JvmName("parseEmail")
public fun Email.Companion.parse(text: String): Email = reading { parseEmail(text) }

/** [Email] of [text], or null where `Email.parse` throws. */
@JvmName("parseEmailOrNull")
public fun Email.Companion.parseOrNull(text: String): Email? = orNull { parseEmail(text) }

/**
 * Reads an address that its owner has still to confirm.
 *
 * @throws EntException.Parse `email/empty` or `email/format`
 */
@Throws(EntException::class)
@JvmName("parseUnverifiedEmail")
public fun UnverifiedEmail.Companion.parse(text: String): UnverifiedEmail =
    reading { parseUnverifiedEmail(text) }

/** [UnverifiedEmail] of [text], or null where `UnverifiedEmail.parse` throws. */
@JvmName("parseUnverifiedEmailOrNull")
public fun UnverifiedEmail.Companion.parseOrNull(text: String): UnverifiedEmail? =
    orNull { parseUnverifiedEmail(text) }

/**
 * Reads a name.
 *
 * @throws EntException.Parse `name/family-empty`, `name/family-too-long`,
 *   `name/family-format`, or the same of `given`
 */
@Throws(EntException::class)
@JvmName("parsePersonName")
public fun PersonName.Companion.parse(
    family: String,
    given: String,
): PersonName = reading { parsePersonName(family, given) }

/** [PersonName] of both texts, or null where `PersonName.parse` throws. */
@JvmName("parsePersonNameOrNull")
public fun PersonName.Companion.parseOrNull(
    family: String,
    given: String,
): PersonName? = orNull { parsePersonName(family, given) }

/**
 * The profile that [system] spells [code], exactly.
 *
 * @throws EntException.Parse `profile/unknown`, or `profile/ambiguous` where one
 *   spelling stands for several
 */
@Throws(EntException::class)
@JvmName("parseProfile")
public fun Profile.Companion.parse(
    system: ProfileSystem,
    code: String,
): Profile = reading { parseProfile(system, code) }

/** [Profile] of [code], or null where `Profile.parse` throws. */
@JvmName("parseProfileOrNull")
public fun Profile.Companion.parseOrNull(
    system: ProfileSystem,
    code: String,
): Profile? = orNull { parseProfile(system, code) }
