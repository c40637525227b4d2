import EntKit

/// From the `in` of a case to what was decided; a story compares step by step.
typealias Suite = @Sendable (JSON) throws -> JSON

let suites: [String: Suite] = [
  "uai.parse": parseUai,
  "uai.registration": placeRegistration,
  "academy.find": findAcademy,
  "academy.code": readAcademyCode,
  "academy.search": searchAcademies,
  "department.find": findDepartment,
  "department.search": searchDepartments,
  "establishment.read": readEstablishment,
  "phone.parse": parsePhone,
  "phone.format": formatPhone,
  "email.parse": parseEmail,
  "email.mask": maskEmail,
  "services.quota": measureQuota,
  "profile.parse": parseProfile,
  "profile.roles": listRoles,
  "profile.community": findCommunity,
  "name.match": matchNames,
  "name.display": displayName,
  "birth_date.read": readBirthDate,
  "birth_date.age": tellAge,
  "guardianship.edge": readEdge,
  "guardianship.story": playGuardianship,
  "login.derive": deriveOne,
  "login.derive_all": deriveAll,
  "login.parts": takeApart,
  "zone.day": beginDay,
  "calendar.closure": findClosure,
  "disconnect.next_send": sendNext,
  "disconnect.next_digest": digestNext,
  "preferences.read": readChoice,
  "preferences.answer": answerPreference,
  "preferences.page": showPage,
  "notify.route": routeOne,
  "notify.bulk": routeMany,
  "zone.clock": readClock,
  "zone.instant": findInstant,
  "password.check": checkTyped,
  "password.compare": compareSets,
  "password.requirements": listRequirements,
  "password.lint": lintRules,
  "password.passwordrules": writeAttributes,
  "password.strength": estimateStrength,
  "password.forced_change": forceChange,
  "hash.verify": verifyHash,
  "sms.text": handleMessage,
  "code.typed": readTyped,
  "countdown.seconds": countDown,
  "pairing.payload": writePayload,
  "email_link.url": writeLink,
  "letter.expiry": tellExpiry,
  "letter.notice": writeNotice,
  "letter.batch": printBatch,
  "portal.url": findPortal,
  "portal.resolve": resolvePortal,
  "portal.mine": listPortals,
  "mire.choices": listChoices,
  "mire.search": searchMire,
  "mire.remember": rememberChoice,
  "services.list": listServices,
  "help.topics": listHelp,
  "partners.list": listPartners,
  "partnership.members": listMembers,
  "ent.rules": tellRules,
  "ent.load": loadEnt,
  "ent.of_url": findEnt,
  "onboarding.next": nextStep,
  "charter.gate": decideGate,
  "charter.log": growLog,
  "charter.verify": verifyLog,
  "charter.digest": digestText,
  "charter.export": exportLog,
  "contact.card": fillCard,
  "consent.value": decideConsent,
  "consent.merge": mergeConsents,
  "consent.export": exportConsents,
  "unsubscribe.token": handleRefusal,
  "story.sms_code": playCode,
  "story.guardian_sms": playGuardian,
  "story.pairing": playPairing,
  "story.email_link": playLink,
  "story.letter": playLetters,
]

/// The listed value with a code.
func listed<T: StableCode>(_ value: JSON, as type: T.Type = T.self) throws -> T {
  try asked(value.text.flatMap { T(code: $0) }, "\(value)")
}

/// The listed value with a code, where one is told.
func listedIfTold<T: StableCode>(_ value: JSON, as type: T.Type = T.self) throws -> T? {
  value == .null ? nil : try listed(value)
}

/// The codes of listed values.
func listedCodes<T: StableCode>(_ values: [T]) -> JSON { .list(values.map { .text($0.code()) }) }
