package fr.entkit

import fr.entkit.ffi.AafRelation
import fr.entkit.ffi.AcademicAuthority
import fr.entkit.ffi.AcademicRegion
import fr.entkit.ffi.Academy
import fr.entkit.ffi.AcademyCode
import fr.entkit.ffi.ActivationPolicy
import fr.entkit.ffi.AdministrativeRegion
import fr.entkit.ffi.Answer
import fr.entkit.ffi.Audience
import fr.entkit.ffi.BirthDateReading
import fr.entkit.ffi.Channel
import fr.entkit.ffi.CharterAct
import fr.entkit.ffi.CharterLog
import fr.entkit.ffi.CharterVersion
import fr.entkit.ffi.ChildAnswer
import fr.entkit.ffi.CodePolicy
import fr.entkit.ffi.CodePurpose
import fr.entkit.ffi.ConsentAct
import fr.entkit.ffi.ConsentActor
import fr.entkit.ffi.ConsentEntry
import fr.entkit.ffi.ConsentPurpose
import fr.entkit.ffi.ConsentSource
import fr.entkit.ffi.Consents
import fr.entkit.ffi.ContactCard
import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.Country
import fr.entkit.ffi.Crec
import fr.entkit.ffi.Department
import fr.entkit.ffi.Email
import fr.entkit.ffi.Ent
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Establishment
import fr.entkit.ffi.EstablishmentKind
import fr.entkit.ffi.GuardianActivation
import fr.entkit.ffi.Guardianship
import fr.entkit.ffi.ImportFormat
import fr.entkit.ffi.KeyRing
import fr.entkit.ffi.Lang
import fr.entkit.ffi.Ledger
import fr.entkit.ffi.LinkInfo
import fr.entkit.ffi.LocalAuthority
import fr.entkit.ffi.LoginStyle
import fr.entkit.ffi.Ministry
import fr.entkit.ffi.NamedKey
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.PhoneSlot
import fr.entkit.ffi.PortalKind
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import fr.entkit.ffi.Sector
import fr.entkit.ffi.StorageSize
import fr.entkit.ffi.StoredHash
import fr.entkit.ffi.Uai
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.Zone
import fr.entkit.ffi.checkPassword
import fr.entkit.ffi.messageText
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource
import java.time.Clock
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneOffset

/** Whatever comes in, a typed error comes out: never a panic of the library. */
class BadInputTest {
    private val ent = Ent.find("auvergne-rhone-alpes")
    private val context = context()

    private fun submit(typed: String) =
        InMemoryStore().ledger(0) { ledger, now -> ledger.submit(FLOW, typed, context, now) }

    @ParameterizedTest
    @MethodSource("texts")
    fun `texts of all sorts are refused`(bad: BadText) {
        val readers: List<(String) -> Any?> =
            listOf(
                { Uai.parse(it) },
                { Uai.parseLenient(it) },
                { PhoneNumber.parse(it) },
                { Email.parse(it) },
                { UnverifiedEmail.parse(it) },
                { PersonName.parse(it, "Zoé") },
                { PersonName.parse("Martin", it) },
                { Profile.parse(ProfileSystem.AAF_FUNCTION, it) },
                { EntKit.parseInstant(it) },
                { EntKit.parseBirthDate(it) },
                { submit(it) },
                { PersonName.parse("Martin", "Zoé", it) },
                { BirthDateReading.parse(it) },
                { Academy.parse(it) },
                { Academy.ofName(it) },
                { Academy.ofDomain(it) },
                { Academy.ofAafPrefix(it) },
                { Academy.ofTrigram(it) },
                { AcademyCode.parse(it) },
                { AcademyCode.parseLenient(it) },
                { AcademyCode.ofDomain(it) },
                { AcademyCode.ofAafPrefix(it) },
                { AcademyCode.ofTrigram(it) },
                { Department.parse(it) },
                { Department.ofName(it) },
                { AdministrativeRegion.parse(it) },
                { AdministrativeRegion.ofName(it) },
                { AcademicRegion.parse(it) },
                { AcademicRegion.ofName(it) },
                { Country.parse(it) },
                { Country.ofName(it) },
                { AcademicAuthority.parse(it) },
                { LocalAuthority.parse(it) },
                { Crec.parse(it) },
                { Ministry.ofSpelling(it) },
                { Establishment.read(it, "Collège", "college") },
                { Establishment.read("0010018P", "Collège", it) },
                { Establishment.read("0010018P", "Collège", "college", it) },
                { Establishment.read("0010018P", "Collège", "college", null, it) },
                { AafRelation.parse(it) },
                { LinkInfo.parse(it) },
                { StorageSize.parse(it) },
                { CharterLog.verify(ByteArray(0), it) },
                { Zone.parseOrNull(it) ?: Zone.parse("?") },
                { LoginStyle.GIVEN_DOT_FAMILY.parts(it) },
                { LoginStyle.INITIAL_FAMILY.derive(PersonName("Martin", "Zoé"), listOf(it)) },
                { PersonName(it, "Zoé").let { name -> LoginStyle.INITIAL_FAMILY.derive(name) } },
            )
        for ((n, read) in readers.withIndex()) {
            val error = assertThrows<EntException.Parse>("reader $n") { read(bad.text) }
            assertTrue(error.toString().length < 300)
        }
        val quiet: List<(String) -> Any?> =
            listOf(
                { Uai.parseOrNull(it) },
                { PhoneNumber.parseOrNull(it) },
                { Email.parseOrNull(it) },
                { PersonName.parseOrNull(it, it) },
                { Profile.parseOrNull(ProfileSystem.GAR, it) },
                { EntKit.parseInstantOrNull(it) },
                { Ent.findOrNull(it) },
                { ent.resolveOrNull(it) },
                { ent.portalUrlOrNull(PortalKind.ESTABLISHMENT, it) },
                { StoredHash.parseOrNull(it) },
                { ContextKind.fromCodeOrNull(it) },
                { BirthDateReading.parseOrNull(it) },
                { Academy.parseOrNull(it) },
                { Academy.ofNameOrNull(it) },
                { AcademyCode.parseLenientOrNull(it) },
                { Department.ofNameOrNull(it) },
                { Country.parseOrNull(it) },
                { LocalAuthority.parseOrNull(it) },
                { Ministry.ofSpellingOrNull(it) },
                { EstablishmentKind.ofNatureOrNull(it) },
                { Sector.ofSpellingOrNull(it) },
                { Establishment.readOrNull(it, it, it) },
                { AafRelation.parseOrNull(it) },
                { LinkInfo.parseOrNull(it) },
                { StorageSize.parseOrNull(it) },
                { CharterAct.fromCodeOrNull(it) },
                { Zone.parseOrNull(it) },
                { loginOrNull(it) },
                { LoginStyle.fromCodeOrNull(it) },
                { ImportFormat.fromCodeOrNull(it) },
            )
        for ((n, read) in quiet.withIndex()) assertEquals(null, read(bad.text), "reader $n")
    }

    @Test
    fun `half a surrogate pair has a code of its own`() {
        val error = assertThrows<EntException.Parse> { Uai.parse("0750655\uD83D") }
        assertEquals("text/encoding", error.code)
        assertEquals(messageText("text/encoding", Lang.FR), error.reason())
        assertRefused<EntException.Parse>("text/encoding") { submit("\uDC00") }
        assertRefused<EntException.Parse>("text/encoding") { PasswordInput.of("\uDC00") }
        assertRefused<EntException.Parse>("text/encoding") {
            InMemoryStore().driveActivation("\uDC00") { _, _ -> error("not reached") }
        }
    }

    @Test
    fun `long passwords and words are refused`() {
        val long = "a".repeat(1_000_000)
        assertRefused<EntException.Parse>("password/too-long") { PasswordInput.of(long) }
        assertRefused<EntException.Parse>("password/too-long") { PasswordInput.fromText(long) }
        assertRefused<EntException.Parse>("password/word-too-long") {
            checkPassword(
                "educonnect",
                PasswordInput.of("a"),
                null,
                listOf(ContextKind.NAME.word(long)),
            )
        }
        assertRefused<EntException.Parse>("password/encoding") {
            PasswordInput.fromBytes(byteArrayOf(-1))
        }
        assertTrue(!checkPassword("educonnect", PasswordInput.of("\u0000")).accepted)
        assertTrue(!checkPassword("educonnect", PasswordInput.of("")).accepted)
    }

    @Test
    fun `no step is taken at a time out of range`() {
        val ledger = Ledger.fresh(SUBJECT, CodePurpose.ACTIVATION)
        val policy = CodePolicy.educonnectSms()
        val far = listOf(Instant.MIN, Instant.EPOCH.minusNanos(1), Instant.EPOCH, Instant.MAX)
        for (at in far) {
            val clock = Clock.fixed(at, ZoneOffset.UTC)
            val entry =
                ConsentEntry(
                    ConsentAct.GRANTED,
                    ConsentPurpose.PARTNERS,
                    Channel.SMS,
                    at,
                    1,
                    ConsentSource.ONBOARDING,
                    ConsentActor.Own,
                )
            val calls =
                listOf(
                    { ledger.issue(FLOW, mobile, Audience.KNOWN, context, at) },
                    { ledger.observe(context, at) },
                    { ledger.view(FLOW, policy, clock) },
                    { Consents.empty().record(entry) },
                )
            for (call in calls) assertRefused<EntException.Parse>("instant/out-of-range") { call() }
        }
    }

    @Test
    fun `no child is born out of range`() {
        val activation = GuardianActivation.fresh(SUBJECT)
        val policy =
            fr.entkit.ffi.ActivationPolicy
                .educonnect()
        val refused =
            mapOf(
                LocalDate.MIN to "birth-date/format",
                LocalDate.MAX to "birth-date/format",
                LocalDate.of(1899, 12, 31) to "birth-date/out-of-range",
            )
        for ((date, code) in refused) {
            val answers = listOf(ChildAnswer("pupil-1", Answer.Born(date)))
            assertRefused<EntException.Parse>(code) {
                activation.confirmChildren(FLOW, answers, policy, start)
            }
        }
    }

    @Test
    fun `a value made by hand is read again`() {
        val forged = mobile.copy(e164 = "not a number", sms = true)
        assertRefused<EntException.Parse>("phone/format") {
            ContactCard.empty().setNumber(PhoneSlot.OWN1, forged)
        }
    }

    @Test
    fun `states and keys of any size are refused`() {
        val megabyte = ByteArray(1_000_000) { 'a'.code.toByte() }
        assertRefused<EntException.State>("state/corrupt") {
            Ledger.load(SUBJECT, CodePurpose.ACTIVATION, megabyte)
        }
        assertRefused<EntException.State>("state/corrupt") {
            GuardianActivation.load(SUBJECT, megabyte)
        }
        assertRefused<EntException.State>("state/corrupt") { ContactCard.fromJson(megabyte) }
        assertRefused<EntException.State>("state/corrupt") { Consents.fromJson(megabyte) }
        assertRefused<EntException.State>("state/corrupt") { CharterVersion.fromJson(megabyte) }
        assertRefused<EntException.State>("charter/log") { CharterLog.fromJson(megabyte) }
        assertRefused<EntException.Parse>("guardianship/corrupt") {
            Guardianship.fromJson(megabyte.decodeToString())
        }
        assertRefused<EntException.Keys>("key/length") { KeyRing(NamedKey("a", megabyte)) }
    }

    @Test
    fun `use after close is said plainly`() {
        val ledger = Ledger.fresh(SUBJECT, CodePurpose.ACTIVATION)
        ledger.close()
        ledger.close()
        assertThrows<IllegalStateException> { ledger.key() }
        val password = PasswordInput.of("a")
        password.close()
        assertThrows<IllegalStateException> { checkPassword("educonnect", password) }
        val other = PasswordInput.of("b")
        assertThrows<IllegalStateException> { checkPassword("educonnect", other, password) }
    }

    /** Shown without its text, which may be long. */
    class BadText(
        private val name: String,
        val text: String,
    ) {
        override fun toString() = name
    }

    companion object {
        @JvmStatic
        fun texts() =
            listOf(
                BadText("empty", ""),
                BadText("NUL", "\u0000"),
                BadText("NUL inside", "0750655E\u0000"),
                BadText("a million letters", "a".repeat(1_000_000)),
                BadText("a million digits", "0".repeat(1_000_000)),
                BadText("high surrogate", "\uD800"),
                BadText("low surrogate", "a\uDC00b"),
                BadText("right to left", "\u202E0750655E"),
                BadText("emoji", "😀"),
            )
    }
}
