import EntKit
import Foundation

/// The calls of calendars, sending hours, preferences and routing.
let noticesCalls: [String: Call] = [
  "method_channel_needs_consent": { _ in Channel.inApp.needsConsent() },
  "func_who_may_consent": { _ in
    try whoMayConsent(born: nil, day: CalendarDate(day: "2026-11-26"))
  },
  "func_check_who_consents": { try checkWhoConsents(who: .jointly, entry: $0.consentEntry) },
  "method_consents_compact": { try $0.consents.compact(before: at()) },
  "method_consents_count": { try $0.consents.count() },
  "method_consents_deciding": {
    try $0.consents.deciding(purpose: .partners, channel: .sms, now: at())
  },
  "method_consents_export_for_officer": { try $0.consents.exportForOfficer(person: $0.id) },
  "method_consents_export_for_person": {
    try $0.consents.exportForPerson(lang: .fr, zone: paris(), now: at())
  },
  "method_consents_granted": {
    try $0.consents.granted(purpose: .partners, channel: .sms, now: at())
  },
  "method_consents_record_all": { try $0.consents.recordAll(entries: [$0.consentEntry]) },
  "method_consents_unsubscribed": {
    try $0.consents.unsubscribed(effect: .consent(entry: $0.consentEntry))
  },
  "method_consents_view": { try $0.consents.view(now: at()) },
  "method_consents_withdraw": {
    try $0.consents.withdraw(
      purpose: .partners, channel: .sms, now: at(), source: .preferences,
      by: .legalGuardian(guardian: $0.id))
  },
  "method_consents_withdraw_all": {
    try $0.consents.withdrawAll(now: at(), source: .preferences, by: .jointly(guardian: $0.id))
  },
  "func_confirm_unsubscribe": {
    try confirmUnsubscribe(
      token: refusal($0).token, postBody: $0.bytes, keys: $0.keyRing, defaults: .immediate(),
      now: at())
  },
  "method_consents_allows": {
    try $0.consents.allows(purpose: .partners, channel: .inApp, now: at())
  },
  "method_consents_choose": { try $0.consents.choose(entry: $0.consentEntry, now: at()) },
  "func_partner_view": {
    try partnerView(
      reference: $0.id, person: somebody($0), defaults: .immediate(), now: at())
  },
  "func_read_unsubscribe": {
    try readUnsubscribe(token: refusal($0).token, keys: $0.keyRing, now: at())
  },
  "func_unsubscribe_link": { try refusal($0) },
  "func_unsubscribe_refusal": {
    try unsubscribeRefusal(token: $0.text, keys: $0.keyRing, now: at())
  },
  "func_unsubscribe_token_of": {
    try unsubscribeTokenOf(base: .parse(text: "https://ent.exemple.fr/refus"), url: $0.text)
  },
  "method_unsubscribelink_uniffi_trait_display": { try refusal($0) },
  "func_school_zone_of_academy": { try schoolZoneOfAcademy(academy: $0.text) },
  "constructor_schoolcalendar_published": { try SchoolCalendar.published(zone: $0.text) },
  "constructor_schoolcalendar_from_rows": {
    try SchoolCalendar.fromRows(
      zone: "A",
      rows: [
        ClosureRow(zone: $0.text, kind: $0.text, first: $0.text, last: $0.text, name: $0.text)
      ])
  },
  "method_schoolcalendar_closure_on": { _ in
    try SchoolCalendar.published(zone: "A").closureOn(day: CalendarDate(day: "2026-05-15"))
  },
  "method_schoolcalendar_known_until": { _ in
    try SchoolCalendar.published(zone: "A").knownUntil()
  },
  "method_schoolcalendar_knows": { _ in
    try SchoolCalendar.alwaysOpen().knows(day: CalendarDate(day: "2026-09-01"))
  },
  "method_schoolcalendar_with_closures": { marked in
    let day = try CalendarDate(day: "2026-05-15")
    let closure = Closure(kind: .closed, first: day, last: day, name: marked.text)
    return try SchoolCalendar.alwaysOpen().withClosures(closures: [closure])
  },
  "method_schoolcalendar_with_local_holidays": { _ in
    SchoolCalendar.alwaysOpen().withLocalHolidays(local: .alsaceMoselle)
  },
  "constructor_sendinghours_build": { marked in
    try SendingHours.build(
      zone: paris(), calendar: .alwaysOpen(),
      options: SendingOptions(
        windows: [SendingWindow(day: .monday, start: marked.text, end: marked.text)],
        digestAt: marked.text))
  },
  "constructor_sendinghours_from_json": { try SendingHours.fromJson(bytes: $0.bytes) },
  "constructor_sendinghours_working_days": { _ in try workingDays() },
  "method_sendinghours_next_digest": { _ in
    try workingDays().nextDigest(now: at(), digest: .daily)
  },
  "method_sendinghours_next_send": { _ in try workingDays().nextSend(now: at()) },
  "method_sendinghours_to_json": { _ in try workingDays().toJson() },
  "func_read_preference": {
    try readPreference(purpose: $0.text, topic: $0.text, channel: $0.text, pace: $0.text)
  },
  "constructor_preferencedefaults_build": { _ in
    try PreferenceDefaults.build(ent: [weekly], establishment: [weekly], locked: [weekly])
  },
  "constructor_preferencedefaults_from_json": { try PreferenceDefaults.fromJson(bytes: $0.bytes) },
  "method_preferencedefaults_locks": { _ in
    PreferenceDefaults.immediate().locks(scope: PreferenceScope(purpose: .partners))
  },
  "method_preferencedefaults_to_json": { _ in try PreferenceDefaults.immediate().toJson() },
  "constructor_preferences_from_json": { try Preferences.fromJson(bytes: $0.bytes) },
  "method_preferences_answer": {
    try Preferences.empty().answer(
      defaults: .immediate(), purpose: .partners, topic: .news, channel: .sms, child: $0.id,
      now: at())
  },
  "method_preferences_children": {
    try Preferences.empty().set(choice: weekly, child: $0.id).children()
  },
  "method_preferences_choices": { try Preferences.empty().choices(child: $0.id) },
  "method_preferences_refused": { try Preferences.empty().refused(child: $0.id) },
  "method_preferences_clear": {
    try Preferences.empty().clear(scope: weekly.scope, child: $0.id)
  },
  "method_preferences_clear_child": { try Preferences.empty().clearChild(child: $0.id) },
  "method_preferences_is_off": { _ in try Preferences.empty().isOff(now: at()) },
  "method_preferences_page": {
    try Preferences.empty().page(
      defaults: .immediate(), partners: [.academy], child: $0.id, now: at())
  },
  "method_preferences_paused_until": { _ in try Preferences.empty().pausedUntil(until: at()) },
  "method_preferences_refuse": {
    try Preferences.empty().refuse(scope: PreferenceScope(purpose: .partners), child: $0.id)
  },
  "method_preferences_set": { try Preferences.empty().set(choice: weekly, child: $0.id) },
  "method_preferences_switched_off": { _ in Preferences.empty().switchedOff() },
  "method_preferences_switched_on": { _ in Preferences.empty().switchedOn() },
  "method_preferences_to_json": { _ in try Preferences.empty().toJson() },
  "func_route_message": { try routed($0) },
  "method_recipient_uniffi_trait_display": { try somebody($0) },
  "method_routedelivery_uniffi_trait_display": { try routed($0).deliveries },
  "method_routeheld_uniffi_trait_display": { try routed($0).held },
  "method_routerefused_uniffi_trait_display": { try routed($0).refused },
  "method_routetarget_uniffi_trait_display": { try routed($0).deliveries.map(\.target) },
  "constructor_recipients_at": {
    try Recipients.at(defaults: .immediate(), about: $0.id, now: at())
  },
  "method_recipients_add": { try recipients($0) },
  "method_officerconsents_uniffi_trait_display": {
    try $0.consents.exportForOfficer(person: $0.id)
  },
  "method_recipients_decide_all": {
    try recipients($0).decideAll(message: news($0.id), threads: 1)
  },
  "method_recipients_route_all": {
    try recipients($0).routeAll(message: news($0.id), threads: 1)
  },
  "method_routemessage_again": { marked in
    let held = RouteHeld(
      person: marked.id, channel: .email, reason: .dailyDigest, until: at(), traceFr: "",
      traceEn: "")
    return news(marked.id).again(held: held)
  },
  "method_routemessage_uniffi_trait_display": { news($0.id) },
  "method_recipients_size": { try recipients($0).size() },
  "method_recipients_verdicts": { try recipients($0).verdicts(message: news($0.id), at: 0) },
]

private func refusal(_ marked: Marked) throws -> UnsubscribeLink {
  try unsubscribeLink(
    base: .parse(text: "https://ent.exemple.fr/refus"),
    scope: UnsubscribeScope(
      person: "b1946ac92492d2347c6235b4d2611184", purpose: .partners, channel: .sms),
    now: at(), keys: marked.keyRing)
}

private let weekly = PreferenceChoice(scope: PreferenceScope(topic: .news), pace: .weekly)

private func paris() throws -> Zone { try .parse(name: "Europe/Paris") }

private func workingDays() throws -> SendingHours {
  .workingDays(zone: try paris(), calendar: .alwaysOpen())
}

private func news(_ about: String) -> RouteMessage {
  RouteMessage(
    messageClass: .ordinary, topic: .news, channels: Channel.allCases, about: about)
}

private func somebody(_ marked: Marked) throws -> Recipient {
  try Recipient(
    person: marked.id, card: .empty(), consents: .empty(), preferences: .empty(),
    hours: workingDays(), devices: [marked.id], children: [marked.id])
}

/// Sent by e-mail and SMS, held by digest, refused on the devices.
private func routed(_ marked: Marked) throws -> Routing {
  let mobile = try PhoneNumber("0612345678")
  let email = try UnverifiedEmail("canary@exemple.fr")
  let card = try ContactCard.empty().withSchoolPhones(phones: SchoolPhones(mobile: mobile))
    .chooseContact(number: mobile).askEmail(email: email)
    .card.confirmEmail(email: email.confirmed()).card
  let daily = PreferenceChoice(scope: PreferenceScope(channel: .inApp), pace: .daily)
  let person = try Recipient(
    person: marked.id, card: card, consents: .empty(),
    preferences: .empty().set(choice: daily, child: nil), hours: workingDays(), devices: [],
    children: [marked.id])
  let notice = RouteMessage(messageClass: .security, topic: .account, channels: Channel.allCases)
  let one = try routeMessage(message: notice, people: [person], defaults: .immediate(), now: at())
  let other = try routeMessage(
    message: news(marked.id), people: [person], defaults: .immediate(), now: at())
  return Routing(
    deliveries: one.deliveries, held: other.held, refused: one.refused + other.refused)
}

private func recipients(_ marked: Marked) throws -> Recipients {
  let people = try Recipients.at(defaults: .immediate(), about: marked.id, now: at())
  try people.add(people: [somebody(marked)])
  return people
}
