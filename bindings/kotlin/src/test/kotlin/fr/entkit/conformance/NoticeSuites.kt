package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.ffi.Channel
import fr.entkit.ffi.Closure
import fr.entkit.ffi.ClosureKind
import fr.entkit.ffi.ClosureRow
import fr.entkit.ffi.ConsentPurpose
import fr.entkit.ffi.ContactCard
import fr.entkit.ffi.Digest
import fr.entkit.ffi.Ent
import fr.entkit.ffi.EstablishmentKind
import fr.entkit.ffi.LocalHolidays
import fr.entkit.ffi.MessageClass
import fr.entkit.ffi.Opening
import fr.entkit.ffi.Pace
import fr.entkit.ffi.Partner
import fr.entkit.ffi.PhoneNumber
import fr.entkit.ffi.PreferenceChoice
import fr.entkit.ffi.PreferenceDefaults
import fr.entkit.ffi.PreferenceScope
import fr.entkit.ffi.Preferences
import fr.entkit.ffi.Recipient
import fr.entkit.ffi.Recipients
import fr.entkit.ffi.RouteMessage
import fr.entkit.ffi.RouteTarget
import fr.entkit.ffi.RouteVerdict
import fr.entkit.ffi.SchoolCalendar
import fr.entkit.ffi.SchoolPhones
import fr.entkit.ffi.SendingHours
import fr.entkit.ffi.SendingOptions
import fr.entkit.ffi.SendingWindow
import fr.entkit.ffi.Topic
import fr.entkit.ffi.UnverifiedEmail
import fr.entkit.ffi.Weekday
import fr.entkit.ffi.Zone
import fr.entkit.ffi.partnerView
import fr.entkit.ffi.readPreference
import fr.entkit.ffi.routeMessage
import fr.entkit.fromCodeOrNull
import fr.entkit.parse
import java.time.Instant
import java.time.LocalDate

/** `calendar.*`, `disconnect.*`, `preferences.*` and `notify.*`. */
internal val noticeSuites: Map<String, Suite> =
    mapOf(
        "calendar.closure" to ::closure,
        "disconnect.next_send" to { case -> told(hours(case).nextSend(now(case))) },
        "disconnect.next_digest" to ::nextDigest,
        "preferences.read" to ::readChoice,
        "preferences.answer" to ::answer,
        "preferences.page" to ::page,
        "notify.route" to ::routeOne,
        "notify.bulk" to ::routeMany,
        "partner.view" to ::partner,
    )

private fun now(case: Node) = EntKit.parseInstant(case.text("now"))

private fun told(
    case: Node,
    key: String,
) = case[key] as? String

private fun rows(
    case: Node,
    key: String,
) = (case[key] as? List<*>).orEmpty().map { it.asNode() }

private fun texts(
    case: Node,
    key: String,
) = (case[key] as? List<*>).orEmpty().map { it as? String ?: misfit("`$key`") }

private fun calendar(case: Node): SchoolCalendar {
    val zone = told(case, "calendar")
    val published = zone?.let { SchoolCalendar.published(it) } ?: SchoolCalendar.alwaysOpen()
    val calendar =
        texts(case, "local").fold(published) { calendar, local ->
            val part = LocalHolidays.entries.find { it.name.lowercase() == local }
            calendar.withLocalHolidays(part ?: misfit("local"))
        }
    if (case["rows"] == null) return calendar
    val named = told(case, "rows_of")
    val field = { row: Node, key: String -> told(row, key).orEmpty() }
    val read =
        rows(case, "rows").map {
            ClosureRow(
                field(it, "zone"),
                field(it, "kind"),
                field(it, "first"),
                field(it, "last"),
                field(it, "name"),
            )
        }
    val own = SchoolCalendar.fromRows(named ?: "A", read)
    if (zone == null && named != null) return own
    val here = read.filter { it.zone.isEmpty() || it.zone == (named ?: "A") }
    return calendar.withClosures(
        here.map {
            val kind = ClosureKind.fromCodeOrNull(it.kind) ?: misfit("kind")
            Closure(kind, EntKit.parseDay(it.first), EntKit.parseDay(it.last), it.name)
        },
    )
}

private fun hours(case: Node): SendingHours {
    val calendar = calendar(case)
    val week = case["hours"] as? Map<*, *>
    if (week == null) return SendingHours.workingDays(zone(case), calendar)
    val windows =
        week.flatMap { (day, windows) ->
            (windows as? List<*>).orEmpty().map { window ->
                val parts = (window as? String).orEmpty().split("-")
                val end = if (parts.size == 2) parts[1] else ""
                SendingWindow(Weekday.fromCodeOrNull(day as String) ?: misfit("day"), parts[0], end)
            }
        }
    val options =
        SendingOptions(
            windows = windows,
            notClosedBy =
                texts(case, "not_closed_by").map {
                    ClosureKind.fromCodeOrNull(it) ?: misfit("kind")
                },
            digestAt = told(case, "digest_at"),
            weeklyOn = told(case, "weekly_on")?.let { Weekday.fromCodeOrNull(it) },
        )
    return SendingHours.build(zone(case), calendar, options)
}

private fun told(opening: Opening): Node =
    mapOf(
        "at" to EntKit.format(opening.at),
        "now" to opening.isNow,
        "reasons" to opening.reasons.map { it.code() },
        "calendar_known" to opening.calendarKnown,
        "text_fr" to opening.textFr,
        "text_en" to opening.textEn,
    )

private fun closure(case: Node): Node {
    val calendar = calendar(case)
    val closure = calendar.closureOn(EntKit.parseDay(case.text("day")))
    return mapOf(
        "closed" to (closure != null),
        "kind" to closure?.kind?.code(),
        "first" to closure?.first?.toString(),
        "last" to closure?.last?.toString(),
        "name" to closure?.name,
        "known_until" to calendar.knownUntil()?.toString(),
    )
}

private fun nextDigest(case: Node): Node {
    val digest = case.listed("digest", Digest.Companion::fromCodeOrNull)
    return told(SendingHours.fromJson(hours(case).toJson()).nextDigest(now(case), digest))
}

private fun choice(row: Node): PreferenceChoice =
    readPreference(
        told(row, "purpose"),
        told(row, "topic"),
        told(row, "channel"),
        row.text("pace"),
    )

private fun told(scope: PreferenceScope): Node =
    mapOf(
        "purpose" to scope.purpose?.code(),
        "topic" to scope.topic?.code(),
        "channel" to scope.channel?.code(),
    )

internal fun defaults(case: Node): PreferenceDefaults {
    val given = case["defaults"] ?: return PreferenceDefaults.immediate()
    val layer = { name: String -> rows(given.asNode(), name).map(::choice) }
    return PreferenceDefaults.build(layer("ent"), layer("establishment"), layer("locked"))
}

private fun chosen(case: Node): Preferences {
    fun Preferences.set(key: String) =
        rows(case, key).fold(this) { chosen, row -> chosen.set(choice(row), told(row, "child")) }

    fun Preferences.each(
        key: String,
        change: Preferences.(PreferenceScope, String?) -> Preferences,
    ) = rows(case, key).fold(this) { chosen, row ->
        chosen.change(choice(row + mapOf("pace" to "off")).scope, told(row, "child"))
    }

    var chosen =
        Preferences
            .empty()
            .set("rows")
            .each("refused", Preferences::refuse)
            .set("then")
            .each("cleared", Preferences::clear)
    if (case["off"] == true) chosen = chosen.switchedOff()
    told(case, "paused_until")?.let { chosen = chosen.pausedUntil(EntKit.parseInstant(it)) }
    return Preferences.fromJson(chosen.toJson())
}

private fun readChoice(case: Node): Node {
    val choice = choice(case)
    return told(choice.scope) + mapOf("pace" to choice.pace.code())
}

private fun answer(case: Node): Node {
    val (defaults, chosen) = defaults(case) to chosen(case)
    val answer =
        chosen.answer(
            defaults,
            case.listed("purpose", ConsentPurpose.Companion::fromCodeOrNull),
            case.listed("topic", Topic.Companion::fromCodeOrNull),
            case.listed("channel", Channel.Companion::fromCodeOrNull),
            told(case, "child"),
            now(case),
        )
    return mapOf(
        "pace" to answer.pace.code(),
        "chosen" to answer.chosen.code(),
        "layer" to answer.layer.code(),
        "scope" to told(answer.scope),
        "locked" to answer.locked,
        "switched_off" to answer.switchedOff,
        "text_fr" to answer.textFr,
        "text_en" to answer.textEn,
        "refused" to chosen.refused(told(case, "child")).map(::told),
    )
}

private fun page(case: Node): Node {
    val (defaults, chosen) = defaults(case) to chosen(case)
    val kind = case.listed("kind", EstablishmentKind.Companion::fromCodeOrNull)
    val partners = Ent.find(case.text("ent")).partners(kind)
    val page = chosen.page(defaults, partners, told(case, "child"), now(case))
    val other = page.lines.filter { it.answer.pace != Pace.IMMEDIATE }
    return mapOf(
        "partners" to page.partners.map { it.code() },
        "partners_fr" to page.partnersFr,
        "lines" to page.lines.size,
        "not_immediate" to
            other.associate {
                val name = "${it.purpose.code()} ${it.topic.code()} ${it.channel.code()}"
                name to it.answer.pace.code()
            },
        "locked" to page.lines.count { it.answer.locked },
        "switched_off" to page.switchedOff,
    )
}

private fun card(given: Node): ContactCard {
    var card = ContactCard.empty()
    told(given, "mobile")?.let {
        val mobile = PhoneNumber.parse(it)
        card = card.withSchoolPhones(SchoolPhones(mobile = mobile)).chooseContact(mobile)
    }
    if (given["no_sms"] == true) card = card.refuseSms()
    told(given, "email")?.let {
        val email = UnverifiedEmail.parse(it)
        card = card.askEmail(email).card
        if (given["email_verified"] != false) card = card.confirmEmail(email.confirmed()).card
    }
    return card
}

private fun recipient(given: Node): Recipient {
    val published = told(given, "calendar")?.let { SchoolCalendar.published(it) }
    var calendar = published ?: SchoolCalendar.alwaysOpen()
    given["closed"]?.asNode()?.let {
        val (first, last) = LocalDate.parse(it.text("first")) to LocalDate.parse(it.text("last"))
        calendar = calendar.withClosures(listOf(Closure(ClosureKind.CLOSED, first, last, "")))
    }
    val zone = Zone.parse(told(given, "zone") ?: "Europe/Paris")
    return Recipient(
        person = "person",
        card = card(given),
        consents = consentLog(given["consents"] as? List<*> ?: emptyList<Any?>()),
        preferences = chosen(given),
        hours = SendingHours.workingDays(zone, calendar),
        devices = texts(given, "devices"),
        children = texts(given, "children"),
    )
}

/** A code of no list makes no message; the error is that of one that cannot be. */
private fun message(case: Node): RouteMessage {
    val given = case.node("message")
    val none = RouteMessage(MessageClass.SECURITY, Topic.NEWS, emptyList())
    val partner = told(given, "partner")
    return RouteMessage(
        messageClass = MessageClass.fromCodeOrNull(given.text("class")) ?: return none,
        topic = Topic.fromCodeOrNull(given.text("topic")) ?: return none,
        channels = texts(given, "channels").map { Channel.fromCodeOrNull(it) ?: return none },
        partner = partner?.let { Partner.fromCodeOrNull(it) ?: return none },
        about = told(given, "about"),
        digest = told(given, "digest")?.let { Digest.fromCodeOrNull(it) ?: return none },
    )
}

private fun routeOne(case: Node): Node {
    val given = case.node("preferences")
    val (defaults, person) = defaults(given) to recipient(given)
    val message = message(case)
    val routing = routeMessage(message, listOf(person), defaults, now(case))
    val deliveries =
        routing.deliveries.map {
            val target =
                when (val target = it.target) {
                    is RouteTarget.Email -> target.address
                    is RouteTarget.Sms -> target.number
                    is RouteTarget.Push -> target.devices.joinToString(" ")
                    is RouteTarget.InApp -> "in_app"
                }
            mapOf("channel" to it.channel.code(), "target" to target)
        }
    val held = routing.held.map { it.channel to line(it.channel, it.reason, it.until, it.traceFr) }
    val refused =
        routing.refused.map {
            it.channel to
                line(
                    it.channel,
                    it.reason,
                    null,
                    it.traceFr,
                )
        }
    val both = (held + refused).sortedBy { it.first }.map { it.second }
    val sent = routing.deliveries.map { it.traceFr }
    val again =
        routing.held.map(message::again).map { later ->
            mapOf("channels" to later.channels.map { it.code() }, "digest" to later.digest?.code())
        }
    return mapOf(
        "deliveries" to deliveries,
        "held" to both,
        "sent_fr" to sent,
        "calendar_known" to routing.deliveries.map { it.calendarKnown },
        "again" to again,
    )
}

private fun line(
    channel: Channel,
    reason: RouteVerdict,
    until: Instant?,
    trace: String,
): Node =
    mapOf(
        "channel" to channel.code(),
        "reason" to reason.code(),
        "until" to until?.let(EntKit::format),
        "trace_fr" to trace,
    )

private fun partner(case: Node): Node {
    val given = case.node("preferences")
    val view = partnerView(case.text("reference"), recipient(given), defaults(given), now(case))
    return mapOf("channels" to view?.channels?.map { it.code() })
}

private fun routeMany(case: Node): Node {
    val people = Recipients.at(defaults(case), told(case, "people_about"), now(case))
    val message = message(case)
    for (given in rows(case, "people")) {
        val person = recipient(given)
        val times = Math.toIntExact(given["times"] as? Long ?: 1)
        people.add(List(times) { person })
    }
    val threads = Math.toIntExact(case["threads"] as? Long ?: 1)
    val counts = people.routeAll(message, threads).groupBy { it.channel.code() }
    val verdicts =
        people
            .decideAll(
                message,
                threads,
            ).map { RouteVerdict.entries[it.toInt()].code() }
    return mapOf(
        "people" to people.size(),
        "tally" to counts.mapValues { (_, of) -> of.associate { it.verdict.code() to it.count } },
        "decided" to verdicts.chunked(4),
    )
}
