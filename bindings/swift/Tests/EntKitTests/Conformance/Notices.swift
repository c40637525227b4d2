import EntKit
import Foundation

private func calendar(_ input: JSON) throws -> SchoolCalendar {
  let zone = input["calendar"].text
  var calendar = try zone.map { try SchoolCalendar.published(zone: $0) } ?? .alwaysOpen()
  for local in input["local"].list ?? [] {
    let parts: [String: LocalHolidays] = [
      "alsace_moselle": .alsaceMoselle, "saint_barthelemy": .saintBarthelemy,
      "saint_martin": .saintMartin,
    ]
    calendar = calendar.withLocalHolidays(local: try asked(parts[local.text ?? ""], "local"))
  }
  guard let rows = input["rows"].list else { return calendar }
  let named = input["rows_of"].text
  let field = { (row: JSON, key: String) in row[key].text ?? "" }
  let read = rows.map { row in
    ClosureRow(
      zone: field(row, "zone"), kind: field(row, "kind"), first: field(row, "first"),
      last: field(row, "last"), name: field(row, "name"))
  }
  let own = try SchoolCalendar.fromRows(zone: named ?? "A", rows: read)
  if zone == nil && named != nil { return own }
  let here = read.filter { $0.zone.isEmpty || $0.zone == named ?? "A" }
  return try calendar.withClosures(
    closures: here.map { row in
      try Closure(
        kind: listed(.text(row.kind)), first: CalendarDate(day: row.first),
        last: CalendarDate(day: row.last), name: row.name)
    })
}

private func hours(_ input: JSON) throws -> SendingHours {
  let (zone, calendar) = (try zone(input), try calendar(input))
  guard let week = input["hours"].object else {
    return .workingDays(zone: zone, calendar: calendar)
  }
  let windows = try week.flatMap { day, listedWindows in
    try asked(listedWindows.list, "hours").map { window in
      let parts = try asked(window.text, "window").split(
        separator: "-", omittingEmptySubsequences: false
      ).map(String.init)
      return SendingWindow(
        day: try listed(.text(day)), start: parts[0], end: parts.count == 2 ? parts[1] : "")
    }
  }
  return try .build(
    zone: zone, calendar: calendar,
    options: SendingOptions(
      windows: windows, notClosedBy: try (input["not_closed_by"].list ?? []).map { try listed($0) },
      digestAt: input["digest_at"].text, weeklyOn: try listedIfTold(input["weekly_on"])))
}

private func told(_ opening: Opening) throws -> JSON {
  .object([
    "at": .text(try opening.at.rfc3339()), "now": .flag(opening.isNow),
    "reasons": .list(opening.reasons.map { .text($0.code()) }),
    "calendar_known": .flag(opening.calendarKnown), "text_fr": .text(opening.textFr),
    "text_en": .text(opening.textEn),
  ])
}

func findClosure(_ input: JSON) throws -> JSON {
  let calendar = try calendar(input)
  let closure = try calendar.closureOn(day: CalendarDate(day: input.text("day")))
  return .object([
    "closed": .flag(closure != nil), "kind": JSON(closure?.kind.code()),
    "first": JSON(closure.map { written($0.first) }),
    "last": JSON(closure.map { written($0.last) }),
    "name": JSON(closure?.name), "known_until": JSON(calendar.knownUntil().map(written)),
  ])
}

func sendNext(_ input: JSON) throws -> JSON {
  let hours = try SendingHours.fromJson(bytes: hours(input).toJson())
  return try told(hours.nextSend(now: Date(rfc3339: input.text("now"))))
}

func digestNext(_ input: JSON) throws -> JSON {
  let now = try Date(rfc3339: input.text("now"))
  return try told(hours(input).nextDigest(now: now, digest: listed(input["digest"])))
}

private func choice(_ row: JSON) throws -> PreferenceChoice {
  try readPreference(
    purpose: row["purpose"].text, topic: row["topic"].text, channel: row["channel"].text,
    pace: row.text("pace"))
}

private func told(_ scope: PreferenceScope) -> [String: JSON] {
  [
    "purpose": JSON(scope.purpose?.code()), "topic": JSON(scope.topic?.code()),
    "channel": JSON(scope.channel?.code()),
  ]
}

func defaults(_ input: JSON) throws -> PreferenceDefaults {
  guard input["defaults"].object != nil else { return .immediate() }
  let layer = { (name: String) in try (input["defaults"][name].list ?? []).map(choice) }
  return try .build(
    ent: layer("ent"), establishment: layer("establishment"), locked: layer("locked"))
}

private func chosen(_ input: JSON) throws -> Preferences {
  func scope(_ row: JSON) throws -> PreferenceScope {
    PreferenceScope(
      purpose: try listedIfTold(row["purpose"]), topic: try listedIfTold(row["topic"]),
      channel: try listedIfTold(row["channel"]))
  }
  var chosen = Preferences.empty()
  for row in input["rows"].list ?? [] {
    chosen = try chosen.set(choice: choice(row), child: row["child"].text)
  }
  for row in input["refused"].list ?? [] {
    chosen = try chosen.refuse(scope: scope(row), child: row["child"].text)
  }
  for row in input["then"].list ?? [] {
    chosen = try chosen.set(choice: choice(row), child: row["child"].text)
  }
  for row in input["cleared"].list ?? [] {
    chosen = try chosen.clear(scope: scope(row), child: row["child"].text)
  }
  if input["off"].flag == true { chosen = chosen.switchedOff() }
  if let until = input["paused_until"].text {
    chosen = try chosen.pausedUntil(until: Date(rfc3339: until))
  }
  return try .fromJson(bytes: chosen.toJson())
}

func readChoice(_ input: JSON) throws -> JSON {
  let choice = try choice(input)
  return .object(
    told(choice.scope).merging(["pace": .text(choice.pace.code())]) { one, _ in one })
}

func answerPreference(_ input: JSON) throws -> JSON {
  let preferences = try chosen(input)
  let answer = try preferences.answer(
    defaults: defaults(input), purpose: listed(input["purpose"]), topic: listed(input["topic"]),
    channel: listed(input["channel"]), child: input["child"].text,
    now: Date(rfc3339: input.text("now")))
  return .object([
    "pace": .text(answer.pace.code()), "chosen": .text(answer.chosen.code()),
    "layer": .text(answer.layer.code()), "scope": .object(told(answer.scope)),
    "locked": .flag(answer.locked), "switched_off": .flag(answer.switchedOff),
    "text_fr": .text(answer.textFr), "text_en": .text(answer.textEn),
    "refused": .list(try preferences.refused(child: input["child"].text).map { .object(told($0)) }),
  ])
}

func showPage(_ input: JSON) throws -> JSON {
  let (defaults, chosen) = (try defaults(input), try chosen(input))
  let partners = try Ent.find(id: input.text("ent")).partners(kind: listed(input["kind"]))
  let page = try chosen.page(
    defaults: defaults, partners: partners, child: input["child"].text,
    now: Date(rfc3339: input.text("now")))
  let other = page.lines.filter { $0.answer.pace != .immediate }.map { line in
    (
      "\(line.purpose.code()) \(line.topic.code()) \(line.channel.code())",
      JSON.text(line.answer.pace.code())
    )
  }
  return .object([
    "partners": listedCodes(page.partners), "partners_fr": .text(page.partnersFr),
    "lines": .number(Int64(page.lines.count)),
    "not_immediate": .object(Dictionary(uniqueKeysWithValues: other)),
    "locked": .number(Int64(page.lines.filter(\.answer.locked).count)),
    "switched_off": .flag(page.switchedOff),
  ])
}

private func recipient(_ given: JSON) throws -> Recipient {
  var card = ContactCard.empty()
  if let mobile = try given["mobile"].text.map({ try PhoneNumber($0) }) {
    card = try card.withSchoolPhones(phones: SchoolPhones(mobile: mobile))
    card = try card.chooseContact(number: mobile)
  }
  if given["no_sms"].flag == true { card = try card.refuseSms() }
  if let email = try given["email"].text.map({ try UnverifiedEmail($0) }) {
    card = try card.askEmail(email: email).card
    if given["email_verified"].flag != false {
      card = try card.confirmEmail(email: email.confirmed()).card
    }
  }
  let texts = { (key: String) in (given[key].list ?? []).compactMap(\.text) }
  let published = given["calendar"].text
  var calendar =
    try published.map { try SchoolCalendar.published(zone: $0) } ?? .alwaysOpen()
  let closed = given["closed"]
  if closed != .null {
    calendar = try calendar.withClosures(closures: [
      Closure(
        kind: .closed, first: CalendarDate(day: closed.text("first")),
        last: CalendarDate(day: closed.text("last")), name: "")
    ])
  }
  let zone = try Zone.parse(name: given["zone"].text ?? "Europe/Paris")
  return try Recipient(
    person: "person", card: card, consents: consentLog(given["consents"].list ?? []),
    preferences: chosen(given), hours: .workingDays(zone: zone, calendar: calendar),
    devices: texts("devices"), children: texts("children"))
}

/// A code of no list makes no message; the error is that of one that cannot be.
private func message(_ input: JSON) throws -> RouteMessage {
  let given = input["message"]
  let channels = try given.list("channels").map { Channel(code: $0.text ?? "") }
  let partner = given["partner"].text
  let known = partner.flatMap { Partner(code: $0) }
  let digest = given["digest"].text.flatMap { Digest(code: $0) }
  guard let messageClass = MessageClass(code: try given.text("class")),
    let topic = Topic(code: try given.text("topic")), !channels.contains(nil),
    (partner == nil) == (known == nil), (given["digest"] == .null) == (digest == nil)
  else { return RouteMessage(messageClass: .security, topic: .news, channels: []) }
  return RouteMessage(
    messageClass: messageClass, topic: topic, channels: channels.compactMap { $0 },
    partner: known, about: given["about"].text, digest: digest)
}

func routeOne(_ input: JSON) throws -> JSON {
  let given = input["preferences"]
  let (defaults, person) = (try defaults(given), try recipient(given))
  let asked = try message(input)
  let routing = try routeMessage(
    message: asked, people: [person], defaults: defaults, now: Date(rfc3339: input.text("now")))
  let deliveries = routing.deliveries.map { line -> JSON in
    let target: String
    switch line.target {
    case .email(let address): target = address
    case .sms(let number): target = number
    case .push(let devices): target = devices.joined(separator: " ")
    case .inApp: target = "in_app"
    }
    return .object(["channel": .text(line.channel.code()), "target": .text(target)])
  }
  let line = { (channel: Channel, reason: RouteVerdict, until: Date?, trace: String) in
    JSON.object([
      "channel": .text(channel.code()), "reason": .text(reason.code()),
      "until": JSON(try until?.rfc3339()), "trace_fr": .text(trace),
    ])
  }
  let held = try routing.held.map {
    ($0.channel, try line($0.channel, $0.reason, $0.until, $0.traceFr))
  }
  let refused = try routing.refused.map {
    ($0.channel, try line($0.channel, $0.reason, nil, $0.traceFr))
  }
  let order = { (channel: Channel) in Channel.allCases.firstIndex(of: channel) ?? 0 }
  let both = (held + refused).sorted { order($0.0) < order($1.0) }
  return .object([
    "deliveries": .list(deliveries), "held": .list(both.map(\.1)),
    "sent_fr": .list(routing.deliveries.map { .text($0.traceFr) }),
    "calendar_known": .list(routing.deliveries.map { .flag($0.calendarKnown) }),
    "again": .list(routing.held.map { again(asked, $0) }),
  ])
}

private func again(_ message: RouteMessage, _ held: RouteHeld) -> JSON {
  let later = message.again(held: held)
  return .object([
    "channels": .list(later.channels.map { .text($0.code()) }),
    "digest": JSON(later.digest?.code()),
  ])
}

func viewForPartners(_ input: JSON) throws -> JSON {
  let given = input["preferences"]
  let view = try partnerView(
    reference: input.text("reference"), person: recipient(given), defaults: defaults(given),
    now: Date(rfc3339: input.text("now")))
  return .object([
    "channels": view.map { .list($0.channels.map { .text($0.code()) }) } ?? .null
  ])
}

func routeMany(_ input: JSON) throws -> JSON {
  let people = try Recipients.at(
    defaults: defaults(input), about: input["people_about"].text,
    now: Date(rfc3339: input.text("now")))
  let message = try message(input)
  for given in try input.list("people") {
    let person = try recipient(given)
    try people.add(people: Array(repeating: person, count: Int(given["times"].number ?? 1)))
  }
  let counts = try people.routeAll(
    message: message, threads: Int32(clamping: input["threads"].number ?? 1))
  var tally: [String: [String: JSON]] = [:]
  for count in counts {
    tally[count.channel.code(), default: [:]][count.verdict.code()] = .number(count.count)
  }
  let places = Array(try people.decideAll(message: message, threads: 1))
  let decided = stride(from: 0, to: places.count, by: 4).map { at in
    JSON.list(places[at..<at + 4].map { .text(RouteVerdict.allCases[Int($0)].code()) })
  }
  return .object([
    "people": .number(people.size()), "tally": .object(tally.mapValues(JSON.object)),
    "decided": .list(decided),
  ])
}
