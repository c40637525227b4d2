package fr.entkit

import fr.entkit.ffi.ActivationPolicy
import fr.entkit.ffi.Audience
import fr.entkit.ffi.BaseAddress
import fr.entkit.ffi.CharterDraft
import fr.entkit.ffi.CharterLog
import fr.entkit.ffi.CharterMateriality
import fr.entkit.ffi.CharterVersion
import fr.entkit.ffi.CodePolicy
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.Consents
import fr.entkit.ffi.ContactCard
import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.ContextWord
import fr.entkit.ffi.Countdown
import fr.entkit.ffi.Credential
import fr.entkit.ffi.Device
import fr.entkit.ffi.EmailLink
import fr.entkit.ffi.Ent
import fr.entkit.ffi.EntException
import fr.entkit.ffi.EntFileException
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.GuardianActivation
import fr.entkit.ffi.GuardianClaim
import fr.entkit.ffi.Guardianship
import fr.entkit.ffi.HashOutcome
import fr.entkit.ffi.HashPool
import fr.entkit.ffi.ImportedHash
import fr.entkit.ffi.KeyRing
import fr.entkit.ffi.Ledger
import fr.entkit.ffi.LedgerOutcome
import fr.entkit.ffi.Letter
import fr.entkit.ffi.LetterContext
import fr.entkit.ffi.LetterHolder
import fr.entkit.ffi.LetterOutcome
import fr.entkit.ffi.LetterPolicy
import fr.entkit.ffi.LetterRecipient
import fr.entkit.ffi.LinkContext
import fr.entkit.ffi.LinkOutcome
import fr.entkit.ffi.LinkPolicy
import fr.entkit.ffi.Pairing
import fr.entkit.ffi.PairingContext
import fr.entkit.ffi.PairingOutcome
import fr.entkit.ffi.PairingPayload
import fr.entkit.ffi.PairingPolicy
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PasswordRuleSet
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.PreferenceDefaults
import fr.entkit.ffi.Preferences
import fr.entkit.ffi.Recipients
import fr.entkit.ffi.RedList
import fr.entkit.ffi.RememberedChoice
import fr.entkit.ffi.SchoolCalendar
import fr.entkit.ffi.SendingHours
import fr.entkit.ffi.Throttle
import fr.entkit.ffi.ThrottlePolicy
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.Visibility
import fr.entkit.ffi.Zone
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.lang.reflect.Constructor
import java.lang.reflect.Executable
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Method
import java.lang.reflect.Modifier
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Type
import java.lang.reflect.WildcardType
import java.nio.file.Path
import java.time.Instant
import java.time.LocalDate
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name

private const val MARK = "Canari"

/**
 * Puts a mark through everything that the library exports, found in its classes: what has no sample
 * is a failure, so that a new export is not forgotten.
 */
class ExportsTest {
    @Test
    fun `no export shows what was given to it`() {
        val samples = Samples(marked())
        val calls = exports()
        assertTrue(calls.size > 500, "${calls.size}")
        val wrong = calls.flatMap { call -> texts.flatMap { text -> play(call, samples, text) } }
        assertEquals(emptyList<String>(), wrong.distinct())
    }

    private fun play(
        call: Executable,
        samples: Samples,
        text: String,
    ): List<String> {
        val shown =
            try {
                val arguments = call.genericParameterTypes.map { samples.of(it, text) }
                invoke(call, arguments, samples, text)
            } catch (missing: NoSuchElementException) {
                return listOf("$call: ${missing.message}")
            } catch (thrown: InvocationTargetException) {
                val cause = thrown.targetException
                if (cause !is EntException &&
                    cause !is EntFileException
                ) {
                    return listOf("$call: $cause")
                }
                cause.stackTraceToString()
            }
        return if (leaks(shown)) listOf("$call: $shown") else emptyList()
    }

    private fun invoke(
        call: Executable,
        arguments: List<Any?>,
        samples: Samples,
        text: String,
    ): String {
        val result =
            when (call) {
                is Constructor<*> -> {
                    call.newInstance(*arguments.toTypedArray())
                }

                is Method -> {
                    val receiver = if (isStatic(call)) null else samples.receiver(call, text)
                    call.invoke(receiver, *arguments.toTypedArray())
                }
            }
        return shown(result)
    }

    /** A text that a function gives is what it is for; anything else is shown as a log does. */
    private fun shown(result: Any?): String =
        when (result) {
            is String, is ByteArray -> ""
            is List<*> -> result.joinToString { shown(it) }
            else -> result.toString()
        }

    private fun leaks(shown: String) =
        marks.any { it in shown.lowercase() } || MARK.encodeToByteArray().joinToString() in shown

    private val marks = listOf("canari", "1122334", "11 22 33", "2008-05-17", "argon2")

    /** Each is given as every text of a call. */
    private val texts = listOf(MARK, "canari@exemple.fr", "$MARK*jaune*7")
}

private fun isStatic(call: Executable) = Modifier.isStatic(call.modifiers)

/** Every constructor and function that the library exports. */
private fun exports(): List<Executable> {
    val home =
        Path.of(
            EntException::class.java.protectionDomain.codeSource.location
                .toURI(),
        )
    val names = home.resolve("fr/entkit/ffi").listDirectoryEntries("*.class").map { it.name }
    val classes =
        names
            .map { Class.forName("fr.entkit.ffi.${it.removeSuffix(".class")}") }
            .filter { Modifier.isPublic(it.modifiers) && !isMachinery(it) }
    return classes.flatMap { type ->
        val made: List<Executable> = if (isObject(type)) type.constructors.toList() else listOf()
        (made + type.declaredMethods).filter { isExport(it, type) }
    }
}

private fun isMachinery(type: Class<*>) =
    listOf("Ffi", "Uniffi", "Rust", "Foreign", "NoHandle", "Disposable", "ErrorHandler")
        .any { type.simpleName.startsWith(it) } || "Uniffi" in type.name ||
        "DefaultImpls" in type.name ||
        Throwable::class.java.isAssignableFrom(type) || type.isInterface

private fun isObject(type: Class<*>) =
    !type.isInterface && type.interfaces.any { it.simpleName == "${type.simpleName}Interface" }

private fun isExport(
    call: Executable,
    type: Class<*>,
): Boolean {
    val types = call.parameterTypes.map { it.simpleName }
    val generated =
        listOf("copy", "component", "get", "equals", "hashCode", "destroy", "close", "values")
    return Modifier.isPublic(call.modifiers) && !call.isSynthetic && '$' !in call.name &&
        "uniffi" !in call.name && call.name != "valueOf" &&
        types.none { it.startsWith("Uniffi") || it == "NoHandle" || it.endsWith("Marker") } &&
        (isObject(type) || generated.none { call.name.startsWith(it) }) &&
        call.name !in listOf("close", "destroy", "use")
}

/** A value of each type, with the mark wherever a text stands. */
private class Samples(
    real: List<Any>,
) {
    private val real = real.associateBy { it.javaClass }

    fun receiver(
        call: Method,
        text: String,
    ): Any? {
        val type = call.declaringClass
        if (type.simpleName == "Companion") {
            return type.enclosingClass.getField("Companion").get(null)
        }
        return of(type, text)
    }

    fun of(
        type: Type,
        text: String,
    ): Any? =
        when (type) {
            is ParameterizedType -> listed(type, text)
            is WildcardType -> of(type.upperBounds.first(), text)
            is Class<*> -> one(type, text)
            else -> none(type)
        }

    private fun listed(
        type: ParameterizedType,
        text: String,
    ): Any {
        val parts = type.actualTypeArguments.map { of(it, text) }
        return if (type.rawType == Map::class.java) mapOf(parts[0] to parts[1]) else parts
    }

    private fun one(
        type: Class<*>,
        text: String,
    ): Any? =
        when {
            type in real -> real[type]
            type == String::class.java -> text
            type == ByteArray::class.java -> text.repeat(6).take(36).encodeToByteArray()
            type == Boolean::class.java || type == Boolean::class.javaObjectType -> true
            type == Int::class.java || type == Int::class.javaObjectType -> 1
            type == Long::class.java || type == Long::class.javaObjectType -> 1L
            type == Instant::class.java -> start
            type == LocalDate::class.java -> LocalDate.of(2008, 5, 17)
            type.isEnum -> type.enumConstants.first()
            Modifier.isAbstract(type.modifiers) -> variant(type, text)
            isObject(type) -> none(type)
            else -> built(type, text)
        }

    private fun variant(
        type: Class<*>,
        text: String,
    ) = type.declaredClasses.firstOrNull { type.isAssignableFrom(it) }?.let { of(it, text) }
        ?: none(type)

    private fun built(
        type: Class<*>,
        text: String,
    ): Any? {
        type.fields.find { it.name == "INSTANCE" }?.let { return it.get(null) }
        val constructor =
            type.constructors.filterNot { it.isSynthetic }.maxByOrNull { it.parameterCount }
        return constructor?.let { made ->
            made.newInstance(*made.genericParameterTypes.map { of(it, text) }.toTypedArray())
        } ?: none(type)
    }

    private fun none(type: Type): Nothing =
        throw NoSuchElementException("no sample of ${type.typeName}")
}

/** What cannot be built of texts: one of each object, and the values that are read again. */
private fun marked(): List<Any> {
    val ring = ring()
    val entropy = Entropy.seeded(1)
    val pool = HashPool(2, cheap.copy(passes = 1))
    val name = PersonName(MARK, MARK)
    val email = UnverifiedEmail.parse("canari@exemple.fr")
    val mobile = PhoneNumber.parse("+33611223344")
    val typed = PasswordInput.of("$MARK*jaune*7")
    val made = pool.hashAccepted("educonnect", typed, entropy) as HashOutcome.Accepted
    val ent = Ent.find("hauts-de-france")
    val base = BaseAddress.parse("https://ent.exemple.fr/mobile")
    val zone = Zone.parse("Europe/Paris")
    val word = ContextWord(ContextKind.NAME, MARK)
    val values = listOf(ring, entropy, pool, cheap, name, email, email.email, email.confirmed())
    return values + listOf(mobile, typed, made.hash, made.hash.stored(), ent, base, zone, word) +
        listOf(
            ImportedHash.of("bcrypt", MARK),
            Credential.kept(made.hash.stored(), start),
            PasswordRuleSet.find("educonnect"),
            PasswordRuleSet.find("educonnect").generate(entropy),
            Countdown.start(300, start),
            ContactCard.empty().askEmail(email).card,
            Consents.empty(),
            Guardianship(),
            GuardianClaim(name, mobile),
            GuardianClaim(name, mobile).find(emptyList(), ring),
            CharterLog.empty("pupil-1", "ent:occitanie"),
            charter(),
            remembered(ent),
        ) + codes(mobile) + activations() +
        letters(pool, zone, LetterRecipient(name, "c.canari", emptyList(), ent)) +
        pairings(base) + links(email) + throttles(mobile, ring) + notices(zone)
}

private fun charter(): CharterVersion {
    val draft =
        CharterDraft(
            id = "v1",
            edition = "v1",
            scope = "ent:occitanie",
            profiles = emptyList(),
            language = "fr",
            publishedAt = start,
            effectiveAt = start,
            materiality = CharterMateriality.SUBSTANTIVE,
            graceDays = 0,
        )
    return CharterVersion.ofText(draft, MARK.encodeToByteArray())
}

private fun remembered(ent: Ent): RememberedChoice {
    val path = ent.mireSearch("collège").first().path
    return checkNotNull(ent.rememberChoice(path, null, Device.OWN, 30, clockAt(0)))
}

private fun codes(to: PhoneNumber): List<Any> {
    val context = context()
    val ledger = Ledger.fresh(SUBJECT, CodePurpose.ACTIVATION)
    val issued = { ledger.issue(FLOW, to, Audience.KNOWN, context, start) }
    val sent = issued().commit(true)
    val sms = (sent.outcome as LedgerOutcome.SendSms).sms
    val right = sent.ledger.submit(FLOW, sms.code(), context, start).commit(true)
    val proof = (right.outcome as LedgerOutcome.Verified).proof
    return listOf(context, CodePolicy.educonnectSms(), sent.ledger, issued(), sms, proof)
}

private fun activations(): List<Any> {
    val policy = ActivationPolicy.educonnect()
    val activation = GuardianActivation.fresh(SUBJECT)
    return listOf(policy, activation, activation.observe(policy, start))
}

private fun letters(
    pool: HashPool,
    zone: Zone,
    to: LetterRecipient,
): List<Any> {
    val policy = LetterPolicy.threeMonths()
    val context = LetterContext(policy, pool, Entropy.seeded(1))
    val letter = Letter.fresh(SUBJECT, LetterHolder.GUARDIAN)
    val issued = { letter.issue(zone, to, context, start) }
    val printed = issued().commit(true)
    val notice = (printed.outcome as LetterOutcome.Print).notice
    return listOf(policy, context, printed.letter, issued(), notice, to)
}

private fun pairings(base: BaseAddress): List<Any> {
    val policy = PairingPolicy.mobileActivation()
    val context = PairingContext(policy, ring(), Entropy.seeded(1))
    val pairing = Pairing.fresh(SUBJECT)
    val issued = { pairing.issue(SUBJECT, FLOW, start, context, start) }
    val shown = issued().commit(true)
    val code = (shown.outcome as PairingOutcome.Issued).code
    val scanned = PairingPayload.parse(base, code.link(base))
    val step = shown.pairing.redeem(code.identifier(), code.printed(), "phone-1", context, start)
    val grant = (step.commit(true).outcome as PairingOutcome.Granted).grant
    return listOf(policy, context, shown.pairing, issued(), code, scanned, grant)
}

private fun links(to: UnverifiedEmail): List<Any> {
    val policy = LinkPolicy.emailLink()
    val context = LinkContext(policy, Entropy.seeded(1))
    val asked = { EmailLink.fresh(SUBJECT).request(to, null, context, start) }
    val sent = asked().commit(true)
    val mail = (sent.outcome as LinkOutcome.SendLink).mail
    val base = BaseAddress.parse("https://ent.exemple.fr/courriel")
    val token =
        fr.entkit.ffi.LinkToken
            .fromUrl(base, mail.url(base))
    return listOf(policy, context, sent.link, asked(), mail, token)
}

private fun throttles(
    number: PhoneNumber,
    ring: KeyRing,
): List<Any> {
    val policy = ThrottlePolicy.smsToNumber()
    val throttle = Throttle.smsTo(number, ring)
    return listOf(policy, throttle, throttle.attempt(policy, start))
}

private fun notices(zone: Zone): List<Any> {
    val (calendar, defaults) = SchoolCalendar.alwaysOpen() to PreferenceDefaults.immediate()
    val hours = SendingHours.workingDays(zone, calendar)
    val people = Recipients.at(defaults, null, start)
    val rules = Visibility.preset()
    return listOf(calendar, hours, defaults, Preferences.empty(), people, RedList.empty(), rules)
}
