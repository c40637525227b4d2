@file:JvmName("Passwords")

package fr.entkit

import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.ContextWord
import fr.entkit.ffi.EntException
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.StoredHash
import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CharacterCodingException
import java.nio.charset.CodingErrorAction

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
