@file:JvmName("Values")

package fr.entkit

import fr.entkit.ffi.ContactWish
import fr.entkit.ffi.Email
import fr.entkit.ffi.EntException
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import fr.entkit.ffi.Quota
import fr.entkit.ffi.Region
import fr.entkit.ffi.StorageSize
import fr.entkit.ffi.Uai
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.parseContactWish
import fr.entkit.ffi.parseEmail
import fr.entkit.ffi.parsePersonName
import fr.entkit.ffi.parsePhoneNumber
import fr.entkit.ffi.parseProfile
import fr.entkit.ffi.parseStorageSize
import fr.entkit.ffi.parseUai
import fr.entkit.ffi.parseUaiLenient
import fr.entkit.ffi.parseUnverifiedEmail
import fr.entkit.ffi.quota
import fr.entkit.ffi.storageSize

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
 * Reads what a person typed under « Quand et comment me joindre ? », up to 300 characters as a
 * person counts them.
 *
 * @throws EntException.Parse `wish/empty`, `wish/too-long`, `wish/too-big`, `wish/marks`,
 * `wish/control` or `wish/invisible`
 */
@Throws(EntException::class)
@JvmName("parseContactWish")
public fun ContactWish.Companion.parse(text: String): ContactWish =
    reading { parseContactWish(text) }

/** [ContactWish] of [text], or null where `ContactWish.parse` throws. */
@JvmName("parseContactWishOrNull")
public fun ContactWish.Companion.parseOrNull(text: String): ContactWish? =
    orNull { parseContactWish(text) }

/**
 * Reads a name; [usual] is the family name its bearer goes by, such as that of a spouse.
 *
 * @throws EntException.Parse `name/family-empty`, `name/family-too-long`,
 *   `name/family-format`, or the same of `given` and `usual`
 */
@Throws(EntException::class)
@JvmName("parsePersonName")
@JvmOverloads
public fun PersonName.Companion.parse(
    family: String,
    given: String,
    usual: String? = null,
): PersonName = reading { parsePersonName(family, given, usual) }

/** [PersonName] of the texts, or null where `PersonName.parse` throws. */
@JvmName("parsePersonNameOrNull")
@JvmOverloads
public fun PersonName.Companion.parseOrNull(
    family: String,
    given: String,
    usual: String? = null,
): PersonName? = orNull { parsePersonName(family, given, usual) }

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

/**
 * The size of so many bytes.
 *
 * @throws EntException.Parse `storage_size/format` below 0, or `storage_size/too-large` above
 *   1,024 Go
 */
@Throws(EntException::class)
@JvmName("storageSize")
public fun StorageSize.Companion.ofBytes(bytes: Long): StorageSize = storageSize(bytes)

/**
 * Reads a size as either language shows it, such as `546 Ko` or `1.5 GB`.
 *
 * @throws EntException.Parse `storage_size/format` or `storage_size/too-large`
 */
@Throws(EntException::class)
@JvmName("parseStorageSize")
public fun StorageSize.Companion.parse(text: String): StorageSize =
    reading { parseStorageSize(text) }

/** [StorageSize] of [text], or null where `StorageSize.parse` throws. */
@JvmName("parseStorageSizeOrNull")
public fun StorageSize.Companion.parseOrNull(text: String): StorageSize? =
    orNull { parseStorageSize(text) }

/** Compares by bytes. */
public operator fun StorageSize.compareTo(other: StorageSize): Int = bytes.compareTo(other.bytes)

/**
 * A shared folder that may hold [limit] and holds [used].
 *
 * @throws EntException.Parse `storage_size/format` or `storage_size/too-large` when the bytes were
 *   changed
 */
@Throws(EntException::class)
@JvmName("quota")
public fun Quota.Companion.of(
    limit: StorageSize,
    used: StorageSize,
): Quota = quota(limit.bytes, used.bytes)

/**
 * Whether a file of this size may still be added; an empty one always may.
 *
 * @throws EntException.Parse `storage_size/format` or `storage_size/too-large` when bytes were
 *   changed
 */
@Throws(EntException::class)
public fun Quota.accepts(size: StorageSize): Boolean = accepts(size.bytes)
