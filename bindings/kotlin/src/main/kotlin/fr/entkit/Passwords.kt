@file:JvmName("Passwords")

package fr.entkit

import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.ContextWord
import fr.entkit.ffi.Credential
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Exemption
import fr.entkit.ffi.GeneratedPassword
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Notice
import fr.entkit.ffi.PasswordComparison
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PasswordRuleSet
import fr.entkit.ffi.PasswordStrength
import fr.entkit.ffi.StoredHash
import fr.entkit.ffi.comparePassword
import fr.entkit.ffi.forcedChangeExemption
import fr.entkit.ffi.passwordStrength
import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CharacterCodingException
import java.nio.charset.CodingErrorAction
import java.time.Instant
import java.time.LocalDate

/**
 * Takes a typed password; close it when the question is answered, which wipes it.
 *
 * What is made of [typed] on the way is wiped too. [typed] itself is the caller's: a `CharArray` or
 * an editable text can be wiped, a `String` cannot.
 *
 * @throws EntException.Parse `password/too-long` above 1,024 bytes of UTF-8, or
 *   `text/encoding` for half a surrogate pair
 */
@Throws(EntException::class)
@JvmName("input")
public fun PasswordInput.Companion.of(typed: CharSequence): PasswordInput =
    encoded(CharBuffer.wrap(typed))

/** As `of` a text. The array is not changed. */
@Throws(EntException::class)
@JvmName("input")
public fun PasswordInput.Companion.of(typed: CharArray): PasswordInput =
    encoded(CharBuffer.wrap(typed))

private fun encoded(typed: CharBuffer): PasswordInput {
    // No character takes less than a byte: the rest of a longer text would change nothing.
    val bounded = typed.limit(minOf(typed.limit(), MAX_BYTES + 2))
    val room = ByteBuffer.allocate(bounded.remaining() * MAX_BYTES_A_CHAR)
    val result =
        Charsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .encode(bounded, room, true)
    val bytes = room.array().copyOf(room.position())
    try {
        // Further on the text is too long in any case, and a pair may have been cut.
        if (result.isError && bounded.position() <= MAX_BYTES) throw unreadable()
        return PasswordInput.fromBytes(bytes)
    } finally {
        bytes.fill(0)
        room.array().fill(0)
    }
}

/** A word that a password must not hold, such as `ContextKind.NAME.word("Martin")`. */
@JvmName("word")
public fun ContextKind.word(text: String): ContextWord = ContextWord(this, text)

/** A birth date that a password must not hold. */
@JvmName("word")
public fun LocalDate.word(): ContextWord = ContextWord(ContextKind.BIRTH_DATE, toString())

/**
 * How hard this password is to guess, by someone who knows these [words] too.
 *
 * @throws EntException.Parse `password/too-many-words`, `password/word-too-long`,
 *   `birth-date/format`, or `text/encoding` for half a surrogate pair in a word
 */
@Throws(EntException::class)
@JvmOverloads
public fun PasswordInput.strength(words: List<ContextWord> = emptyList()): PasswordStrength =
    reading { passwordStrength(this, words) }

/**
 * Which of these rules accept [password], why the others do not, and the special characters that
 * count under all of them.
 *
 * @throws EntException.Parse as `PasswordInput.strength`
 */
@Throws(EntException::class)
@JvmOverloads
public fun Collection<PasswordRuleSet>.compare(
    password: PasswordInput,
    confirmation: PasswordInput? = null,
    words: List<ContextWord> = emptyList(),
): PasswordComparison = reading { comparePassword(toList(), password, confirmation, words) }

/** Lets [show] have the generated password in UTF-8, and wipes the bytes afterwards. */
public inline fun <T> GeneratedPassword.revealTo(show: (ByteArray) -> T): T {
    val bytes = reveal()
    try {
        return show(bytes)
    } finally {
        bytes.fill(0)
    }
}

/** Lets [print] have the secret of a letter in ASCII, and wipes the bytes afterwards. */
public inline fun <T> Notice.secretTo(print: (ByteArray) -> T): T {
    val bytes = secret()
    try {
        return print(bytes)
    } finally {
        bytes.fill(0)
    }
}

/** Lets [print] have the whole letter as plain text in UTF-8, and wipes the bytes afterwards. */
public inline fun <T> Notice.textTo(
    lang: Lang,
    print: (ByteArray) -> T,
): T {
    val bytes = text(lang)
    try {
        return print(bytes)
    } finally {
        bytes.fill(0)
    }
}

/**
 * Why a change asked of everyone whose password was chosen before [since] leaves this account
 * alone; null when its owner must choose another password.
 *
 * @throws EntException.Parse `instant/out-of-range`
 */
@Throws(EntException::class)
public fun Credential.exemption(since: Instant): Exemption? = forcedChangeExemption(since, this)

/** [StoredHash] of [text], or null where `StoredHash.parse` throws. */
@JvmName("storedHashOrNull")
public fun StoredHash.Companion.parseOrNull(text: String): StoredHash? =
    try {
        StoredHash.parse(text)
    } catch (_: EntException.Hash) {
        null
    } catch (_: CharacterCodingException) {
        null
    }

private const val MAX_BYTES = 1024
private const val MAX_BYTES_A_CHAR = 3
