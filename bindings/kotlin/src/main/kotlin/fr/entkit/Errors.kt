@file:JvmName("Errors")

package fr.entkit

import fr.entkit.ffi.EntException
import fr.entkit.ffi.Lang
import fr.entkit.ffi.PasswordLint
import fr.entkit.ffi.PasswordRequirement
import fr.entkit.ffi.PublicOutcome
import fr.entkit.ffi.Violation
import fr.entkit.ffi.messageText
import java.nio.charset.CharacterCodingException
import java.util.Locale

/** Stable code, such as `uai/key`: compare it, never a text. */
public val EntException.code: String
    get() =
        when (this) {
            is EntException.Parse -> code
            is EntException.Step -> code
            is EntException.State -> code
            is EntException.CasLost -> code
            is EntException.Hash -> code
            is EntException.Keys -> code
        }

/** What fills the texts, by name, such as the `field` that is out of bounds. */
public val EntException.params: Map<String, String>
    get() =
        when (this) {
            is EntException.Parse -> params
            is EntException.Step -> params
            is EntException.State -> params
            is EntException.CasLost -> params
            is EntException.Hash -> params
            is EntException.Keys -> params
        }

/**
 * Sentence to show, in French unless another [lang] is given; nothing a person typed is in it.
 *
 * `message` is for logs: the code with both texts.
 */
@JvmOverloads
public fun EntException.reason(lang: Lang = Lang.FR): String {
    val (fr, en) =
        when (this) {
            is EntException.Parse -> textFr to textEn
            is EntException.Step -> textFr to textEn
            is EntException.State -> textFr to textEn
            is EntException.CasLost -> textFr to textEn
            is EntException.Hash -> textFr to textEn
            is EntException.Keys -> textFr to textEn
        }
    return lang.pick(fr, en)
}

/** What to do about a broken rule, in French unless another [lang] is given. */
@JvmOverloads
public fun Violation.reason(lang: Lang = Lang.FR): String = lang.pick(textFr, textEn)

/** What a rule asks for, in French unless another [lang] is given. */
@JvmOverloads
public fun PasswordRequirement.reason(lang: Lang = Lang.FR): String = lang.pick(textFr, textEn)

/** What to do about rules, in French unless another [lang] is given. */
@JvmOverloads
public fun PasswordLint.reason(lang: Lang = Lang.FR): String = lang.pick(textFr, textEn)

/** What the person may be told of a step, in French unless another [lang] is given. */
@JvmOverloads
public fun PublicOutcome.reason(lang: Lang = Lang.FR): String =
    when (lang) {
        Lang.FR -> textFr()
        Lang.EN -> textEn()
    }

/** The language to address a person of this locale in: French for French, English for any other. */
public fun Locale.toLang(): Lang = if (language == "fr") Lang.FR else Lang.EN

internal fun Lang.pick(
    fr: String,
    en: String,
): String =
    when (this) {
        Lang.FR -> fr
        Lang.EN -> en
    }

/** A text with half a surrogate pair is no Unicode text; the library cannot even take it. */
internal inline fun <T> reading(block: () -> T): T =
    try {
        block()
    } catch (_: CharacterCodingException) {
        throw unreadable()
    }

/** Null for what cannot be read. Any other failure is none of the text and goes through. */
internal inline fun <T> orNull(block: () -> T): T? =
    try {
        reading(block)
    } catch (_: EntException.Parse) {
        null
    }

internal fun unreadable(): EntException {
    val code = "text/encoding"
    val (fr, en) = messageText(code, Lang.FR) to messageText(code, Lang.EN)
    return EntException.Parse(code, fr, en, emptyMap())
}
