@file:JvmName("Ents")

package fr.entkit

import fr.entkit.ffi.Device
import fr.entkit.ffi.Ent
import fr.entkit.ffi.EntException
import fr.entkit.ffi.EntFileException
import fr.entkit.ffi.EntFileProblem
import fr.entkit.ffi.EntLifetimes
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Level
import fr.entkit.ffi.MireAnswer
import fr.entkit.ffi.MirePath
import fr.entkit.ffi.RememberedChoice
import fr.entkit.ffi.entOfUrl
import java.time.Clock
import java.time.Duration
import java.time.Period

/**
 * Reads the definition of an ENT in TOML, of at most 1 MiB, or tells everything that is wrong.
 *
 * @throws EntFileException see [problems]
 * @throws EntException.Parse `text/encoding` for half a surrogate pair
 */
@Throws(EntFileException::class, EntException::class)
@JvmName("parseToml")
public fun Ent.Companion.parseToml(text: String): Ent = reading { fromToml(text) }

/**
 * Reads the definition of an ENT in JSON, of the same format.
 *
 * @throws EntFileException see [problems]
 * @throws EntException.Parse `text/encoding` for half a surrogate pair
 */
@Throws(EntFileException::class, EntException::class)
@JvmName("parseJson")
public fun Ent.Companion.parseJson(text: String): Ent = reading { fromJson(text) }

/**
 * The ENT of this package on one of whose hosts an address lies.
 *
 * @throws EntException.Parse `ent/unknown`, or `text/encoding` for half a surrogate pair
 */
@Throws(EntException::class)
@JvmName("entOfUrl")
public fun Ent.Companion.ofUrl(url: String): Ent = reading { entOfUrl(url) }

/** As `ofUrl`, null where it throws. */
@JvmName("entOfUrlOrNull")
public fun Ent.Companion.ofUrlOrNull(url: String): Ent? = orNull { entOfUrl(url) }

/** Always `ent-file/refused`; each of [problems] has a code of its own. */
public val EntFileException.code: String
    get() =
        when (this) {
            is EntFileException.Refused -> code
        }

/** Everything that is wrong with the file, each with its path and line; at least one. */
public val EntFileException.problems: List<EntFileProblem>
    get() =
        when (this) {
            is EntFileException.Refused -> problems
        }

/** Sentence to show, in French unless another [lang] is given; the file is not repeated. */
@JvmOverloads
public fun EntFileException.reason(lang: Lang = Lang.FR): String =
    when (this) {
        is EntFileException.Refused -> lang.pick(textFr, textEn)
    }

/** Sentence to show, in French unless another [lang] is given; the file is not repeated. */
@JvmOverloads
public fun EntFileProblem.reason(lang: Lang = Lang.FR): String = lang.pick(textFr, textEn)

/**
 * Every way to a sign-in whose labels hold words that begin so, whatever their order, case and
 * accents.
 *
 * @throws EntException.Parse `text/encoding` for half a surrogate pair
 */
@Throws(EntException::class)
@JvmOverloads
public fun Ent.mireSearch(
    text: String,
    lang: Lang = Lang.FR,
): List<MirePath> =
    reading {
        when (lang) {
            Lang.FR -> mireSearchFr(text)
            Lang.EN -> mireSearchEn(text)
        }
    }

/**
 * Keeps the choices that led to a sign-in for [days] (1 to 366) from the time of [clock]; null in a
 * public place.
 *
 * @throws EntException.Parse `mire/unknown`, `mire/unfinished`, `mire/lifetime` or
 *   `instant/out-of-range`
 */
@Throws(EntException::class)
@JvmOverloads
public fun Ent.rememberChoice(
    path: List<String>,
    level: Level?,
    device: Device,
    days: Int,
    clock: Clock = Clock.systemUTC(),
): RememberedChoice? = reading { rememberChoice(path, level, device, days, clock.instant()) }

/**
 * Where the choice stored as [text] leads at the time of [clock]; null when it has to be made
 * again: it expired, belongs to another ENT, or cannot be read.
 */
@JvmOverloads
public fun Ent.recallOrNull(
    text: String,
    clock: Clock = Clock.systemUTC(),
): MireAnswer? =
    orNull {
        RememberedChoice.parse(text).use { recallChoice(it, clock.instant()) }
    }

/** [RememberedChoice] of [text], or null where `RememberedChoice.parse` throws. */
@JvmName("rememberedChoiceOrNull")
public fun RememberedChoice.Companion.parseOrNull(text: String): RememberedChoice? =
    orNull { parse(text) }

/** How long a code by SMS may be used, where it is told. */
public val EntLifetimes.smsCode: Duration?
    get() = smsCodeMinutes?.let { Duration.ofMinutes(it.toLong()) }

/** How long a code that activates a phone may be used, where it is told. */
public val EntLifetimes.mobileCode: Duration?
    get() = mobileCodeMinutes?.let { Duration.ofMinutes(it.toLong()) }

/** How long a link by e-mail may be opened, where it is told. */
public val EntLifetimes.emailLink: Duration?
    get() = emailLinkHours?.let { Duration.ofHours(it.toLong()) }

/** How long a provisional password on paper may be used, in calendar months, where it is told. */
public val EntLifetimes.letter: Period?
    get() = letterMonths?.let(Period::ofMonths)

/** How long a sign-in choice is remembered, where it is told. */
public val EntLifetimes.rememberedChoice: Period?
    get() = rememberedChoiceDays?.let(Period::ofDays)

/** How long an account outlives the right to it, in calendar months, where it is told. */
public val EntLifetimes.retention: Period?
    get() = retentionMonths?.let(Period::ofMonths)
