package fr.entkit

import fr.entkit.ffi.BaseAddress
import fr.entkit.ffi.CardNoticeKind
import fr.entkit.ffi.Channel
import fr.entkit.ffi.ChildContact
import fr.entkit.ffi.ConsentAct
import fr.entkit.ffi.ConsentActor
import fr.entkit.ffi.ConsentEntry
import fr.entkit.ffi.ConsentPurpose
import fr.entkit.ffi.ConsentSource
import fr.entkit.ffi.Consents
import fr.entkit.ffi.ContactCard
import fr.entkit.ffi.ContactChoice
import fr.entkit.ffi.ContactLine
import fr.entkit.ffi.ContactWish
import fr.entkit.ffi.EmailReach
import fr.entkit.ffi.EntException
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.PhoneSlot
import fr.entkit.ffi.PreferenceDefaults
import fr.entkit.ffi.PreferenceScope
import fr.entkit.ffi.Preferences
import fr.entkit.ffi.Recipient
import fr.entkit.ffi.SchoolCalendar
import fr.entkit.ffi.SendingHours
import fr.entkit.ffi.SmsReach
import fr.entkit.ffi.UnsubscribeScope
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.Zone
import fr.entkit.ffi.confirmUnsubscribe
import fr.entkit.ffi.partnerView
import fr.entkit.ffi.readUnsubscribe
import fr.entkit.ffi.unsubscribeLink
import fr.entkit.ffi.unsubscribeTokenOf
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class PrefsTest {
    private val card = ContactCard.empty().setNumber(PhoneSlot.OWN1, mobile)

    private val defaults = PreferenceDefaults.immediate()

    private val granted =
        ConsentEntry(
            ConsentAct.GRANTED,
            ConsentPurpose.PARTNERS,
            Channel.SMS,
            start,
            textVersion = 3,
            source = ConsentSource.ONBOARDING,
            by = ConsentActor.Own,
        )

    @Test
    fun `a card changes by its rules`() {
        val chosen = card.chooseContact(mobile)
        assertEquals(ContactLine.Number(mobile.masked), chosen.view().contact)
        assertEquals(chosen.view(), ContactCard.fromJson(chosen.toJson()).view())
        assertEquals(ContactLine.NoSms, chosen.refuseSms().view().contact)
        assertEquals(SmsReach.Unverified, chosen.smsReach())
        assertEquals(SmsReach.To(mobile), chosen.confirmNumber(mobile).smsReach())
        val forLea = ChildContact(ContactChoice.NoSms, ContactWish.parse("le mercredi"))
        assertEquals(SmsReach.Refused, chosen.setChild("lea", forLea).smsReach("lea"))
        assertEquals(SmsReach.Unverified, chosen.setChild("lea", forLea).smsReach("tom"))
    }

    @Test
    fun `the address in use is told of another`() {
        val (old, new) =
            UnverifiedEmail.parse("a@exemple.fr") to
                UnverifiedEmail.parse("b@exemple.fr")
        val confirmed =
            card
                .askEmail(old)
                .card
                .confirmEmail(old.confirmed())
                .card
        val asked = confirmed.askEmail(new)
        assertEquals(old.confirmed(), asked.card.email())
        assertEquals(
            listOf(CardNoticeKind.CONFIRM to new.email, CardNoticeKind.CHANGE_ASKED to old.email),
            asked.notices.map { it.kind to it.to },
        )
        assertEquals(
            EmailReach.To(new.confirmed()),
            asked.card
                .confirmEmail(new.confirmed())
                .card
                .emailReach(),
        )
        assertRefused<EntException.Parse>("contact/other-email") {
            confirmed.confirmEmail(new.confirmed())
        }
    }

    @Test
    fun `a card refuses by its rules`() {
        val fixed = PhoneNumber.parse("04 72 00 00 00")
        assertRefused<EntException.Parse>("wish/too-long") { ContactWish.parse("é".repeat(301)) }
        assertRefused<EntException.Parse>("contact/not-on-card") { card.confirmNumber(fixed) }
        assertRefused<EntException.Parse>("contact/read-only") {
            card.setNumber(PhoneSlot.MOBILE, mobile)
        }
        assertRefused<EntException.Parse>("contact/not-on-card") { card.chooseContact(fixed) }
        assertRefused<EntException.State>("state/corrupt") { ContactCard.fromJson(byteArrayOf(0)) }
    }

    @Test
    fun `consents are a log`() {
        val log = Consents.empty().record(granted)
        assertTrue(log.granted(ConsentPurpose.PARTNERS, Channel.SMS, start))
        assertEquals(granted, log.deciding(ConsentPurpose.PARTNERS, Channel.SMS, start))
        val withdrawn = granted.copy(act = ConsentAct.WITHDRAWN, textVersion = null)
        val both = log.merge(Consents.empty().record(withdrawn))
        assertFalse(both.granted(ConsentPurpose.PARTNERS, Channel.SMS, start))
        assertEquals(both.entries(), Consents.fromJson(both.toJson()).entries())
        assertRefused<EntException.Parse>("consent/text-version") {
            log.record(granted.copy(textVersion = null))
        }
        assertRefused<EntException.Parse>("consent/source") {
            log.record(granted.copy(source = ConsentSource.MESSAGE))
        }
    }

    @Test
    fun `a refusal by link is stored`() {
        val (base, keys) = BaseAddress.parse("https://ent.exemple.fr/refus") to ring()
        val person = "b1946ac92492d2347c6235b4d2611184"
        val scope = UnsubscribeScope(person, ConsentPurpose.PARTNERS, Channel.SMS)
        val link = unsubscribeLink(base, scope, start, keys)
        assertFalse(link.token in link.toString())
        val token = checkNotNull(unsubscribeTokenOf(base, link.url))
        assertEquals(scope, readUnsubscribe(token, keys, start))
        val body = "List-Unsubscribe=One-Click".encodeToByteArray()
        val done = confirmUnsubscribe(token, body, keys, defaults, start)
        val refused = Consents.empty().record(granted).unsubscribed(done.effect)
        assertFalse(refused.granted(ConsentPurpose.PARTNERS, Channel.SMS, start))
        assertRefused<EntException.Parse>("unsubscribe/unconfirmed") {
            confirmUnsubscribe(token, byteArrayOf(), keys, defaults, start)
        }
        assertRefused<EntException.Parse>("unsubscribe/invalid") {
            readUnsubscribe("$token=", keys, start)
        }
    }

    @Test
    fun `partners know a reference and no number`() {
        val reference = "b1946ac92492d2347c6235b4d2611184"
        val hours =
            SendingHours.workingDays(Zone.parse("Europe/Paris"), SchoolCalendar.alwaysOpen())
        val person =
            Recipient(
                person = "zoe",
                card = card.confirmNumber(mobile).chooseContact(mobile),
                consents = Consents.empty().record(granted),
                preferences = Preferences.empty(),
                hours = hours,
            )
        val view = partnerView(reference, person, defaults, start)
        assertEquals(listOf(Channel.SMS), view?.channels)
        val partners = PreferenceScope(purpose = ConsentPurpose.PARTNERS)
        val refusing = person.copy(preferences = Preferences.empty().refuse(partners, null))
        assertNull(partnerView(reference, refusing, defaults, start))
        val silent = person.copy(consents = Consents.empty())
        assertNull(partnerView(reference, silent, defaults, start))
        assertRefused<EntException.Parse>("partner/reference") {
            partnerView(mobile.e164, person, defaults, start)
        }
    }
}
