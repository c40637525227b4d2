package fr.entkit

import fr.entkit.ffi.BaseAddress
import fr.entkit.ffi.EmailLink
import fr.entkit.ffi.EntException
import fr.entkit.ffi.Entropy
import fr.entkit.ffi.LinkContext
import fr.entkit.ffi.LinkOutcome
import fr.entkit.ffi.LinkPolicy
import fr.entkit.ffi.LinkPolicyOptions
import fr.entkit.ffi.LinkStep
import fr.entkit.ffi.LinkToken
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.closedLink
import fr.entkit.ffi.emailLinkKey
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.time.Duration
import java.time.Instant

class LinkTest {
    private val store = InMemoryStore()
    private val policy = LinkPolicy.emailLink()
    private val context = LinkContext(policy, Entropy.system())
    private val base = BaseAddress.parse("https://ent.exemple.fr/courriel")
    private val address = UnverifiedEmail.parse("zoe@exemple.fr")

    private fun drive(
        seconds: Long,
        step: LinkCall,
    ) = store.driveLink(SUBJECT, clockAt(seconds), step)

    private fun ask(): LinkToken {
        val asked = drive(0) { link, now -> link.request(address, null, context, now) }
        val mail = assertInstanceOf(LinkOutcome.SendLink::class.java, asked.outcome).mail
        val token = LinkToken.fromUrl(base, mail.url(base))
        assertEquals(mail.lookup(), token.lookup())
        assertEquals(mail.url(base), token.url(base))
        return token
    }

    @Test
    fun `a link is opened, then confirmed`() {
        val token = ask()
        val link = drive(60) { it, now -> it.observe(context, now) }.link
        assertEquals(LinkStep.PENDING, link.view(policy, clockAt(60)).step)
        val page = link.inspect(token, clockAt(60))
        assertEquals(Duration.ofHours(24).minusMinutes(1), page.timeLeft)
        assertEquals(page.timeLeft, link.untilDeadline(clockAt(60)))
        val other = LinkToken.parse("A".repeat(43))
        assertEquals(closedLink(), link.inspect(other, clockAt(60)))

        val done = drive(61) { it, now -> it.confirm(token, context, now) }
        val confirmed = assertInstanceOf(LinkOutcome.Confirmed::class.java, done.outcome)
        assertEquals("zoe@exemple.fr", confirmed.email.email.address)
        assertEquals(Duration.ZERO, done.link.view(policy, clockAt(62)).timeLeft)
        assertEquals("confirmed", drive(62) { it, now -> it.claim(context, now) }.name)
    }

    @Test
    fun `bad input changes nothing`() {
        ask()
        val before = checkNotNull(store.load(emailLinkKey(SUBJECT)))
        val failing = LinkContext(policy, Entropy.failing())
        val forged = address.copy(email = address.email.copy(address = "a\u0000"))
        val refused: List<Pair<String, () -> Any?>> =
            listOf(
                "email-link/empty" to { LinkToken.parse("") },
                "email-link/token" to { LinkToken.parse("a".repeat(1_000_000)) },
                "email-link/other" to { LinkToken.fromUrl(base, "https://ailleurs.fr/?token=a") },
                "email-link/base" to {
                    val app = BaseAddress.parse("fr.exemple.ent://courriel.exemple.fr")
                    LinkToken.parse("A".repeat(43)).url(app)
                },
                "email/format" to
                    { drive(99) { it, now -> it.request(forged, null, context, now) } },
                "step/entropy" to { drive(99) { it, now -> it.resend(failing, now) } },
                "instant/out-of-range" to {
                    drive(
                        99,
                    ) { it, _ -> it.resend(context, Instant.MIN) }
                },
                "state/corrupt" to { EmailLink.load(SUBJECT, "{}".encodeToByteArray()) },
                "id/format" to
                    { store.driveLink("é", clockAt(0)) { it, now -> it.claim(context, now) } },
                "text/encoding" to {
                    store.driveLink("\uD800", clockAt(0)) { it, now -> it.claim(context, now) }
                },
                "policy/bounds" to { LinkPolicy.custom(LinkPolicyOptions(sendsPerDay = 0)) },
            )
        for ((reason, call) in refused) assertRefused<EntException>(reason) { call() }
        assertTrue(before.contentEquals(store.load(emailLinkKey(SUBJECT))))
    }
}
