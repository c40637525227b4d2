import EntKit
import Foundation

/// A call of every export, by the name of its symbol.
typealias Call = @Sendable (Marked) throws -> Any?

let exportedCalls = [
  accountsCalls, codesCalls, passwordsCalls, functionsCalls, portalsCalls, noticesCalls,
  cardCalls,
].reduce(into: [String: Call]()) { $0.merge($1) { one, _ in one } }

private let accountsCalls: [String: Call] = [
  "method_activationpolicy_children_attempts": { $0.activationPolicy.childrenAttempts() },
  "method_activationpolicy_children_failures_per_day": {
    $0.activationPolicy.childrenFailuresPerDay()
  },
  "method_activationpolicy_rules": { $0.activationPolicy.rules() },
  "method_activationtransition_commit": { try $0.activationTransition.commit(stored: true) },
  "method_activationtransition_writes": { try $0.activationTransition.writes() },
  "constructor_charterlog_empty": { try CharterLog.empty(person: $0.id, scope: "ent:occitanie") },
  "constructor_charterlog_from_json": { try CharterLog.fromJson(bytes: $0.bytes) },
  "method_charterlog_append": {
    try $0.charterLog.append(
      act: .presented, version: $0.charterVersion, by: .own(evidence: $0.id), at: at(), now: at())
  },
  "method_charterlog_entries": { try $0.charterLog.entries() },
  "method_charterlog_export_csv": { try $0.charterLog.exportCsv() },
  "method_charterlog_export_jsonl": { try $0.charterLog.exportJsonl() },
  "method_charterlog_head": { try $0.charterLog.head() },
  "method_charterlog_person": { try $0.charterLog.person() },
  "method_charterlog_scope": { try $0.charterLog.scope() },
  "method_charterlog_to_json": { try $0.charterLog.toJson() },
  "constructor_charterversion_from_json": { try CharterVersion.fromJson(bytes: $0.bytes) },
  "constructor_charterversion_of_text": {
    try CharterVersion.ofText(draft: $0.charterDraft, text: $0.bytes)
  },
  "method_charterversion_facts": { try $0.charterVersion.facts() },
  "method_charterversion_grace_until": { try $0.charterVersion.graceUntil() },
  "method_charterversion_is_text": { try $0.charterVersion.isText(bytes: $0.bytes) },
  "method_charterversion_text_digest": { try $0.charterVersion.textDigest() },
  "method_charterversion_to_json": { try $0.charterVersion.toJson() },
  "constructor_consents_from_json": { try Consents.fromJson(bytes: $0.bytes) },
  "method_consents_entries": { try $0.consents.entries() },
  "method_consents_merge": { try $0.consents.merge(other: $0.consents) },
  "method_consents_record": { try $0.consents.record(entry: $0.consentEntry) },
  "method_consents_to_json": { try $0.consents.toJson() },
  "constructor_contactcard_from_json": { try ContactCard.fromJson(bytes: $0.bytes) },
  "method_contactcard_choosable": { try $0.contactCard.choosable() },
  "method_contactcard_choose_contact": { try $0.contactCard.chooseContact(number: $0.phoneNumber) },
  "method_contactcard_clear_contact": { try $0.contactCard.clearContact() },
  "method_contactcard_number": { try $0.contactCard.number(slot: .personal) },
  "method_contactcard_refuse_sms": { try $0.contactCard.refuseSms() },
  "method_contactcard_remove_number": { try $0.contactCard.removeNumber(slot: .personal) },
  "method_contactcard_set_number": {
    try $0.contactCard.setNumber(slot: .personal, number: $0.phoneNumber)
  },
  "method_contactcard_to_json": { try $0.contactCard.toJson() },
  "method_contactcard_view": { try $0.contactCard.view() },
  "method_contactcard_with_school_phones": {
    try $0.contactCard.withSchoolPhones(phones: $0.schoolPhones)
  },
  "constructor_guardianactivation_fresh": { try GuardianActivation.fresh(subject: $0.id) },
  "constructor_guardianactivation_load": {
    try GuardianActivation.load(subject: $0.id, bytes: $0.bytes)
  },
  "method_guardianactivation_abandon": {
    try $0.guardianActivation.abandon(flow: $0.id, policy: $0.activationPolicy, now: at())
  },
  "method_guardianactivation_begin": {
    try $0.guardianActivation.begin(
      flow: $0.id, found: $0.guardianMatch, policy: $0.activationPolicy, now: at())
  },
  "method_guardianactivation_choose_password": {
    try $0.guardianActivation.choosePassword(
      flow: $0.id, password: $0.newHash, policy: $0.activationPolicy, now: at())
  },
  "method_guardianactivation_confirm_children": {
    try $0.guardianActivation.confirmChildren(
      flow: $0.id, answers: [$0.childAnswer], policy: $0.activationPolicy, now: at())
  },
  "method_guardianactivation_key": { $0.guardianActivation.key() },
  "method_guardianactivation_next_deadline": { $0.guardianActivation.nextDeadline() },
  "method_guardianactivation_observe": {
    try $0.guardianActivation.observe(policy: $0.activationPolicy, now: at())
  },
  "method_guardianactivation_phone_proved": {
    try $0.guardianActivation.phoneProved(
      proof: $0.phoneProof, policy: $0.activationPolicy, now: at())
  },
  "method_guardianactivation_return_to_phone": {
    try $0.guardianActivation.returnToPhone(flow: $0.id, policy: $0.activationPolicy, now: at())
  },
  "method_guardianactivation_subject": { $0.guardianActivation.subject() },
  "method_guardianactivation_version": { $0.guardianActivation.version() },
  "method_guardianactivation_view": {
    try $0.guardianActivation.view(flow: $0.id, policy: $0.activationPolicy, now: at())
  },
  "constructor_guardianclaim_new": {
    try GuardianClaim(name: $0.personName, mobile: $0.phoneNumber)
  },
  "method_guardianclaim_find": {
    try $0.guardianClaim.find(records: [$0.guardianRecord], keys: $0.keyRing)
  },
  "method_guardianmatch_subject": { try $0.guardianMatch.subject() },
  "constructor_guardianship_from_json": { try Guardianship.fromJson(json: $0.text) },
  "method_guardianship_accounts_of": { try $0.guardianship.accountsOf(guardian: $0.id) },
  "method_guardianship_add_child": {
    try $0.guardianship.addChild(guardian: $0.id, child: $0.id, edge: $0.guardianEdge)
  },
  "method_guardianship_add_guardian": { try $0.guardianship.addGuardian(guardian: $0.id) },
  "method_guardianship_attach": { try $0.guardianship.attach(account: $0.id, guardian: $0.id) },
  "method_guardianship_children": { try $0.guardianship.children(account: $0.id) },
  "method_guardianship_detach": { try $0.guardianship.detach(account: $0.id) },
  "method_guardianship_display": { try $0.guardianship.display(account: $0.id, child: $0.id) },
  "method_guardianship_displayed": { try $0.guardianship.displayed(account: $0.id) },
  "method_guardianship_dispute": {
    try $0.guardianship.dispute(account: $0.id, child: $0.id, at: at())
  },
  "method_guardianship_disputes": { try $0.guardianship.disputes() },
  "method_guardianship_guardian_of": { try $0.guardianship.guardianOf(account: $0.id) },
  "method_guardianship_guardians": { try $0.guardianship.guardians() },
  "method_guardianship_guardians_of": { try $0.guardianship.guardiansOf(child: $0.id) },
  "method_guardianship_may_act_for": {
    try $0.guardianship.mayActFor(account: $0.id, child: $0.id)
  },
  "method_guardianship_merge": { try $0.guardianship.merge(kept: $0.id, gone: $0.id) },
  "method_guardianship_remove_child": {
    try $0.guardianship.removeChild(guardian: $0.id, child: $0.id)
  },
  "method_guardianship_remove_guardian": { try $0.guardianship.removeGuardian(guardian: $0.id) },
  "method_guardianship_settle": {
    try $0.guardianship.settle(guardian: $0.id, child: $0.id, settlement: .uphold)
  },
  "method_guardianship_to_json": { try $0.guardianship.toJson() },
  "method_guardianship_update_child": {
    try $0.guardianship.updateChild(guardian: $0.id, child: $0.id, edge: $0.guardianEdge)
  },
  "method_aafrelation_to_aaf": { try $0.aafRelation.toAaf() },
  "method_activatedaccount_uniffi_trait_display": { $0.activatedAccount },
  "method_activationview_uniffi_trait_display": { try $0.activationView },
  "method_birthdatereading_uniffi_trait_display": { try $0.birthDateReading },
  "method_child_uniffi_trait_display": { try $0.child },
  "method_email_uniffi_trait_display": { try $0.email },
  "method_guardianrecord_uniffi_trait_display": { try $0.guardianRecord },
  "method_listedchild_uniffi_trait_display": { $0.listedChild },
  "method_personname_display_name": { try $0.personName.displayName() },
  "method_personname_given_names": { try $0.personName.givenNames() },
  "method_personname_initials": { try $0.personName.initials() },
  "method_personname_list_name": { try $0.personName.listName() },
  "method_personname_same_as": { try $0.personName.sameAs(other: $0.personName) },
  "method_personname_sort_key": { try $0.personName.sortKey() },
  "method_personname_uniffi_trait_display": { try $0.personName },
  "method_statewrite_uniffi_trait_display": { try $0.ledgerTransition.writes() },
  "method_phonenumber_uniffi_trait_display": { try $0.phoneNumber },
  "method_unverifiedemail_confirmed": { try $0.unverifiedEmail.confirmed() },
  "method_unverifiedemail_uniffi_trait_display": { try $0.unverifiedEmail },
  "method_verifiedemail_uniffi_trait_display": { try $0.verifiedEmail },
  "method_answer_uniffi_trait_display": { try $0.answer },
  "method_entrole_appointers": { _ in EntRole.administrator.appointers() },
  "method_entrole_duties": { _ in EntRole.administrator.duties() },
  "method_entrole_has_own_account": { _ in EntRole.administrator.hasOwnAccount() },
  "method_entrole_least_per_establishment": { _ in EntRole.administrator.leastPerEstablishment() },
  "method_profile_community": { _ in Profile.pupil.community() },
  "method_profile_spellings": { _ in Profile.pupil.spellings(system: .sdet) },
]

private let codesCalls: [String: Call] = [
  "constructor_baseaddress_parse": { try BaseAddress.parse(text: $0.text) },
  "method_baseaddress_host": { try $0.baseAddress.host() },
  "method_baseaddress_is_https": { try $0.baseAddress.isHttps() },
  "method_baseaddress_text": { try $0.baseAddress.text() },
  "constructor_codepolicy_custom": { _ in try CodePolicy.custom(options: CodePolicyOptions()) },
  "method_codepolicy_deviations": { $0.codePolicy.deviations() },
  "method_codepolicy_values": { $0.codePolicy.values() },
  "constructor_countdown_start": { _ in try Countdown.start(secondsLeft: 1, received: at()) },
  "constructor_countdown_until": { _ in
    try Countdown.until(expiresAt: at(), server: at(), client: at())
  },
  "method_countdown_seconds_left": { try $0.countdown.secondsLeft(now: at()) },
  "method_devicegrant_account": { try $0.deviceGrant.account() },
  "method_devicegrant_device": { try $0.deviceGrant.device() },
  "method_devicegrant_granted_at": { try $0.deviceGrant.grantedAt() },
  "method_devicegrant_identifier": { try $0.deviceGrant.identifier() },
  "constructor_emaillink_fresh": { try EmailLink.fresh(account: $0.id) },
  "constructor_emaillink_load": { try EmailLink.load(account: $0.id, bytes: $0.bytes) },
  "method_emaillink_account_changed": {
    try $0.emailLink.accountChanged(change: .emailChanged, context: $0.linkContext, now: at())
  },
  "method_emaillink_claim": { try $0.emailLink.claim(context: $0.linkContext, now: at()) },
  "method_emaillink_confirm": {
    try $0.emailLink.confirm(token: $0.linkToken, context: $0.linkContext, now: at())
  },
  "method_emaillink_inspect": { try $0.emailLink.inspect(token: $0.linkToken, now: at()) },
  "method_emaillink_key": { $0.emailLink.key() },
  "method_emaillink_next_deadline": { $0.emailLink.nextDeadline() },
  "method_emaillink_observe": { try $0.emailLink.observe(context: $0.linkContext, now: at()) },
  "method_emaillink_request": {
    try $0.emailLink.request(
      address: $0.unverifiedEmail, previous: $0.verifiedEmail, context: $0.linkContext, now: at())
  },
  "method_emaillink_resend": { try $0.emailLink.resend(context: $0.linkContext, now: at()) },
  "method_emaillink_revoke": { try $0.emailLink.revoke(context: $0.linkContext, now: at()) },
  "method_emaillink_state": { $0.emailLink.state() },
  "method_emaillink_version": { $0.emailLink.version() },
  "method_emaillink_view": { try $0.emailLink.view(policy: $0.linkPolicy, now: at()) },
  "constructor_entropy_seeded": { _ in Entropy.seeded(seed: 1) },
  "constructor_keyring_new": { try KeyRing(current: $0.namedKey, previous: [$0.namedKey]) },
  "method_keyring_current_id": { $0.keyRing.currentId() },
  "constructor_ledger_fresh": { try Ledger.fresh(subject: $0.id, purpose: .activation) },
  "constructor_ledger_load": {
    try Ledger.load(subject: $0.id, purpose: .activation, bytes: $0.bytes)
  },
  "method_ledger_cancel": {
    try $0.ledger.cancel(flow: $0.id, context: $0.ledgerContext, now: at())
  },
  "method_ledger_claim": { try $0.ledger.claim(flow: $0.id, context: $0.ledgerContext, now: at()) },
  "method_ledger_issue": {
    try $0.ledger.issue(
      flow: $0.id, to: $0.phoneNumber, audience: .known, context: $0.ledgerContext, now: at())
  },
  "method_ledger_key": { $0.ledger.key() },
  "method_ledger_next_deadline": { $0.ledger.nextDeadline() },
  "method_ledger_observe": { try $0.ledger.observe(context: $0.ledgerContext, now: at()) },
  "method_ledger_reinstate": { try $0.ledger.reinstate(context: $0.ledgerContext, now: at()) },
  "method_ledger_resend": {
    try $0.ledger.resend(flow: $0.id, context: $0.ledgerContext, now: at())
  },
  "method_ledger_state": { $0.ledger.state() },
  "method_ledger_submit": {
    try $0.ledger.submit(flow: $0.id, code: $0.sms.code(), context: $0.ledgerContext, now: at())
  },
  "method_ledger_version": { $0.ledger.version() },
  "method_ledger_view": { try $0.ledger.view(flow: $0.id, policy: $0.codePolicy, now: at()) },
  "constructor_ledgercontext_new": {
    LedgerContext(policy: $0.codePolicy, keys: $0.keyRing, entropy: $0.entropy)
  },
  "method_ledgertransition_commit": { try $0.ledgerTransition.commit(stored: true) },
  "method_ledgertransition_writes": { try $0.ledgerTransition.writes() },
  "constructor_letter_fresh": { try Letter.fresh(subject: $0.id, holder: .pupil) },
  "constructor_letter_load": { try Letter.load(subject: $0.id, bytes: $0.bytes) },
  "method_letter_abandon": {
    try $0.letter.abandon(flow: $0.id, context: $0.letterContext, now: at())
  },
  "method_letter_activate": {
    try $0.letter.activate(
      flow: $0.id, password: $0.passwordInput, birthDates: [$0.typedBirthDate],
      email: $0.unverifiedEmail, context: $0.letterContext, now: at(),
      confirmation: $0.passwordInput, words: [$0.contextWord], rules: $0.passwordRuleSet)
  },
  "method_letter_created_on": { $0.letter.createdOn() },
  "method_letter_holder": { $0.letter.holder() },
  "method_letter_subject": { $0.letter.subject() },
  "method_letter_expires_at": { $0.letter.expiresAt() },
  "method_letter_issue": {
    try $0.letter.issue(zone: $0.zone, to: $0.letterRecipient, context: $0.letterContext, now: at())
  },
  "method_letter_key": { $0.letter.key() },
  "method_letter_next_deadline": { $0.letter.nextDeadline() },
  "method_letter_number": { $0.letter.number() },
  "method_letter_observe": { try $0.letter.observe(context: $0.letterContext, now: at()) },
  "method_letter_revoke": { try $0.letter.revoke(context: $0.letterContext, now: at()) },
  "method_letter_sign_in": {
    try $0.letter.signIn(
      flow: $0.id, secret: $0.passwordInput, context: $0.letterContext, now: at())
  },
  "method_letter_state": { $0.letter.state() },
  "method_letter_state_of": { $0.letter.stateOf(number: 1) },
  "method_letter_version": { $0.letter.version() },
  "method_letter_view": { try $0.letter.view(flow: $0.id, policy: $0.letterPolicy, now: at()) },
  "constructor_lettercontext_new": {
    LetterContext(
      policy: $0.letterPolicy, pool: $0.hashPool, entropy: $0.entropy, pepper: $0.keyRing)
  },
  "constructor_letterpolicy_custom": {
    try LetterPolicy.custom(options: LetterPolicyOptions(rules: $0.passwordRuleSet))
  },
  "method_letterpolicy_activation_seconds": { $0.letterPolicy.activationSeconds() },
  "method_letterpolicy_date_attempts": { $0.letterPolicy.dateAttempts() },
  "method_letterpolicy_date_failures_per_day": { $0.letterPolicy.dateFailuresPerDay() },
  "method_letterpolicy_days": { $0.letterPolicy.days() },
  "method_letterpolicy_deviations": { $0.letterPolicy.deviations() },
  "method_letterpolicy_expiry": {
    try $0.letterPolicy.expiry(createdOn: $0.calendarDate, zone: $0.zone)
  },
  "method_letterpolicy_max_failures": { $0.letterPolicy.maxFailures() },
  "method_letterpolicy_months": { $0.letterPolicy.months() },
  "method_letterpolicy_rules": { $0.letterPolicy.rules() },
  "method_lettertransition_commit": { try $0.letterTransition.commit(stored: true) },
  "method_lettertransition_writes": { try $0.letterTransition.writes() },
  "constructor_linkcontext_new": { LinkContext(policy: $0.linkPolicy, entropy: $0.entropy) },
  "method_linkmail_expires_at": { $0.linkMail.expiresAt() },
  "method_linkmail_lookup": { $0.linkMail.lookup() },
  "method_linkmail_to": { $0.linkMail.to() },
  "method_linkmail_url": { try $0.linkMail.url(base: $0.baseAddress) },
  "constructor_linkpolicy_custom": { _ in try LinkPolicy.custom(options: LinkPolicyOptions()) },
  "method_linkpolicy_deviations": { $0.linkPolicy.deviations() },
  "method_linkpolicy_values": { $0.linkPolicy.values() },
  "constructor_linktoken_from_url": { try LinkToken.fromUrl(base: $0.baseAddress, url: $0.url) },
  "constructor_linktoken_parse": { try LinkToken.parse(text: $0.text) },
  "method_linktoken_lookup": { try $0.linkToken.lookup() },
  "method_linktoken_text": { try $0.linkToken.text() },
  "method_linktoken_url": { try $0.linkToken.url(base: $0.baseAddress) },
  "method_linktransition_commit": { try $0.linkTransition.commit(stored: true) },
  "method_linktransition_writes": { try $0.linkTransition.writes() },
  "method_notice_addressee": { $0.notice.addressee() },
  "method_notice_children": { $0.notice.children() },
  "method_notice_created_on": { $0.notice.createdOn() },
  "method_notice_holder": { $0.notice.holder() },
  "method_notice_instructions": { $0.notice.instructions(lang: .fr) },
  "method_notice_last_day": { $0.notice.lastDay() },
  "method_notice_last_day_text": { $0.notice.lastDayText(lang: .fr) },
  "method_notice_login": { $0.notice.login() },
  "method_notice_number": { $0.notice.number() },
  "method_notice_portal": { $0.notice.portal() },
  "method_notice_secret": { $0.notice.secret() },
  "method_notice_subject": { $0.notice.subject() },
  "method_notice_text": { $0.notice.text(lang: .fr) },
  "constructor_pairing_find": { try Pairing.find(identifier: $0.identifier, found: $0.id) },
  "constructor_pairing_fresh": { try Pairing.fresh(account: $0.id) },
  "method_pairing_account_changed": {
    try $0.pairing.accountChanged(change: .emailChanged, context: $0.pairingContext, now: at())
  },
  "method_pairing_claim": {
    try $0.pairing.claim(
      identifier: $0.identifier, device: $0.id, context: $0.pairingContext, now: at())
  },
  "method_pairing_devices": { $0.pairing.devices() },
  "method_pairing_issue": {
    try $0.pairing.issue(
      account: $0.id, session: $0.id, signedInAt: at(), context: $0.pairingContext, now: at())
  },
  "method_pairing_key": { $0.pairing.key() },
  "method_pairing_next_deadline": { $0.pairing.nextDeadline() },
  "method_pairing_observe": { try $0.pairing.observe(context: $0.pairingContext, now: at()) },
  "method_pairing_redeem": {
    try $0.pairing.redeem(
      identifier: $0.identifier, code: $0.shown.printed(), device: $0.id,
      context: $0.pairingContext, now: at())
  },
  "method_pairing_reinstate": { try $0.pairing.reinstate(context: $0.pairingContext, now: at()) },
  "method_pairing_reload": { try $0.pairing.reload(bytes: $0.bytes) },
  "method_pairing_revoke": { try $0.pairing.revoke(context: $0.pairingContext, now: at()) },
  "method_pairing_revoke_device": {
    try $0.pairing.revokeDevice(device: $0.id, context: $0.pairingContext, now: at())
  },
  "method_pairing_state": { $0.pairing.state() },
  "method_pairing_version": { $0.pairing.version() },
  "method_pairing_view": {
    try $0.pairing.view(identifier: $0.identifier, policy: $0.pairingPolicy, now: at())
  },
  "method_pairingcode_expires_at": { $0.pairingCode.expiresAt() },
  "method_pairingcode_identifier": { $0.pairingCode.identifier() },
  "method_pairingcode_identifier_shown": { $0.pairingCode.identifierShown() },
  "method_pairingcode_link": { try $0.pairingCode.link(base: $0.baseAddress) },
  "method_pairingcode_printed": { $0.pairingCode.printed() },
  "method_pairingcode_superseded": { $0.pairingCode.superseded() },
  "constructor_pairingcontext_new": {
    PairingContext(policy: $0.pairingPolicy, keys: $0.keyRing, entropy: $0.entropy)
  },
  "constructor_pairingpayload_parse": {
    try PairingPayload.parse(base: $0.baseAddress, link: $0.link)
  },
  "constructor_pairingpayload_typed": {
    try PairingPayload.typed(identifier: $0.identifier, code: $0.text)
  },
  "method_pairingpayload_code": { try $0.pairingPayload.code() },
  "method_pairingpayload_identifier": { try $0.pairingPayload.identifier() },
  "method_pairingpayload_identifier_shown": { try $0.pairingPayload.identifierShown() },
  "method_pairingpayload_link": { try $0.pairingPayload.link(base: $0.baseAddress) },
  "constructor_pairingpolicy_custom": { _ in
    try PairingPolicy.custom(options: PairingPolicyOptions())
  },
  "method_pairingpolicy_deviations": { $0.pairingPolicy.deviations() },
  "method_pairingpolicy_values": { $0.pairingPolicy.values() },
  "method_pairingtransition_commit": { try $0.pairingTransition.commit(stored: true) },
  "method_pairingtransition_writes": { try $0.pairingTransition.writes() },
  "method_phoneproof_challenge": { $0.phoneProof.challenge() },
  "method_phoneproof_check": {
    try $0.phoneProof.check(
      flow: $0.id, subject: $0.id, purpose: .activation, destination: $0.phoneNumber, now: at())
  },
  "method_phoneproof_flow": { $0.phoneProof.flow() },
  "method_phoneproof_proved_at": { $0.phoneProof.provedAt() },
  "method_sms_bound_text": { try $0.sms.boundText(lang: .fr, host: $0.host) },
  "method_sms_code": { $0.sms.code() },
  "method_sms_expires_at": { $0.sms.expiresAt() },
  "method_sms_text": { $0.sms.text(lang: .fr) },
  "method_sms_to": { $0.sms.to() },
  "constructor_throttle_sign_in": { try Throttle.signIn(subject: $0.id) },
  "constructor_throttle_sms_to": { try Throttle.smsTo(number: $0.phoneNumber, keys: $0.keyRing) },
  "method_throttle_attempt": { try $0.throttle.attempt(policy: $0.throttlePolicy, now: at()) },
  "method_throttle_closed_until": {
    try $0.throttle.closedUntil(policy: $0.throttlePolicy, now: at())
  },
  "method_throttle_is_disabled": { try $0.throttle.isDisabled() },
  "method_throttle_key": { try $0.throttle.key() },
  "method_throttle_reinstate": { try $0.throttle.reinstate(policy: $0.throttlePolicy, now: at()) },
  "method_throttle_reload": { try $0.throttle.reload(bytes: $0.bytes) },
  "method_throttle_succeed": { try $0.throttle.succeed(policy: $0.throttlePolicy, now: at()) },
  "method_throttle_version": { try $0.throttle.version() },
  "constructor_throttlepolicy_custom": { _ in
    try ThrottlePolicy.custom(options: ThrottlePolicyOptions())
  },
  "method_throttlepolicy_values": { $0.throttlePolicy.values() },
  "method_throttletransition_commit": { try $0.throttleTransition.commit(stored: true) },
  "method_throttletransition_writes": { try $0.throttleTransition.writes() },
  "constructor_zone_parse": { try Zone.parse(name: $0.text) },
  "method_zone_instant_of": { try $0.zone.instantOf(day: $0.calendarDate, hour: 1, minute: 1) },
  "method_zone_name": { try $0.zone.name() },
  "method_zone_start_of": { try $0.zone.startOf(day: $0.calendarDate) },
  "method_zone_wall_time": { try $0.zone.wallTime(at: at()) },
  "method_boundcode_uniffi_trait_display": { try $0.boundCode },
  "method_accountchange_ends_devices": { _ in AccountChange.grouped.endsDevices() },
  "method_derivedlogin_uniffi_trait_display": { DerivedLogin(login: $0.login, error: nil) },
  "method_loginparts_uniffi_trait_display": {
    LoginParts(given: $0.text, family: $0.text, number: 1)
  },
  "method_letterrecipient_uniffi_trait_display": { try $0.letterRecipient },
  "method_namedkey_uniffi_trait_display": { $0.namedKey },
  "method_smsmessage_uniffi_trait_display": { try $0.smsMessage },
  "method_typedbirthdate_uniffi_trait_display": { try $0.typedBirthDate },
  "method_publicoutcome_text_en": { $0.publicOutcome.textEn() },
  "method_publicoutcome_text_fr": { $0.publicOutcome.textFr() },
]

private let passwordsCalls: [String: Call] = [
  "constructor_credential_from_json": { try Credential.fromJson(bytes: $0.bytes) },
  "constructor_credential_imported": {
    try Credential.imported(hash: $0.importedHash, changedAt: at(), resetAt: at())
  },
  "constructor_credential_kept": {
    try Credential.kept(hash: $0.storedHash, changedAt: at(), resetAt: at())
  },
  "constructor_credential_without": { _ in try Credential.without(reason: .neverActivated) },
  "method_credential_changed": { try $0.credential.changed(new: $0.newHash, at: at()) },
  "method_credential_changed_at": { try $0.credential.changedAt() },
  "method_credential_is_taken_back": { try $0.credential.isTakenBack() },
  "method_credential_missing": { try $0.credential.missing() },
  "method_credential_reset": { try $0.credential.reset(at: at()) },
  "method_credential_reset_at": { try $0.credential.resetAt() },
  "method_credential_to_json": { try $0.credential.toJson() },
  "method_generatedpassword_input": { try $0.generatedPassword.input() },
  "method_generatedpassword_reveal": { try $0.generatedPassword.reveal() },
  "constructor_hashpool_new": { _ in try HashPool(buffers: 1, policy: cheap, largest: cheap) },
  "method_hashpool_rehash_credential": {
    try $0.hashPool.rehashCredential(
      password: $0.passwordInput, credential: $0.credential, entropy: $0.entropy,
      pepper: $0.keyRing, outside: true)
  },
  "method_hashpool_verify_credential": {
    try $0.hashPool.verifyCredential(
      password: $0.passwordInput, credential: $0.credential, pepper: $0.keyRing, outside: true)
  },
  "method_hashpool_hash_accepted": {
    try $0.hashPool.hashAccepted(
      rules: "educonnect", password: $0.passwordInput, entropy: $0.entropy,
      confirmation: $0.passwordInput, words: [$0.contextWord], pepper: $0.keyRing)
  },
  "method_hashpool_hash_unused": {
    try $0.hashPool.hashUnused(
      rules: $0.passwordRuleSet, password: $0.passwordInput,
      history: PasswordHistory(credential: $0.credential), now: at(), entropy: $0.entropy,
      words: [$0.contextWord])
  },
  "method_hashpool_policy": { $0.hashPool.policy() },
  "method_hashpool_rehash": {
    try $0.hashPool.rehash(
      password: $0.passwordInput, stored: $0.storedHash.text(), entropy: $0.entropy,
      pepper: $0.keyRing)
  },
  "method_hashpool_verify": {
    try $0.hashPool.verify(
      password: $0.passwordInput, stored: $0.storedHash.text(), pepper: $0.keyRing)
  },
  "method_hashpool_rehash_imported": {
    try $0.hashPool.rehashImported(
      password: $0.passwordInput, imported: $0.importedHash, entropy: $0.entropy, outside: true,
      pepper: $0.keyRing)
  },
  "method_hashpool_verify_imported": {
    try $0.hashPool.verifyImported(
      password: $0.passwordInput, imported: $0.importedHash, outside: true)
  },
  "method_hashpool_check_reuse": {
    try $0.hashPool.checkReuse(
      rules: $0.passwordRuleSet, password: $0.passwordInput, history: $0.passwordHistory, now: at(),
      confirmation: $0.passwordInput, words: [$0.contextWord], pepper: $0.keyRing)
  },
  "constructor_importedhash_of": {
    try ImportedHash.of(tag: $0.text, record: $0.text, preparation: .nfc)
  },
  "method_importedhash_check": { try $0.importedHash.check() },
  "method_importedhash_preparation": { try $0.importedHash.preparation() },
  "method_importedhash_record": { try $0.importedHash.record() },
  "method_importedhash_tag": { try $0.importedHash.tag() },
  "method_newhash_rules_id": { $0.newHash.rulesId() },
  "method_newhash_unread": { $0.newHash.unread() },
  "method_newhash_stored": { $0.newHash.stored() },
  "constructor_passwordinput_from_bytes": { try PasswordInput.fromBytes(bytes: $0.bytes) },
  "constructor_passwordinput_from_text": { try PasswordInput.fromText(text: $0.text) },
  "constructor_passwordruleset_custom": {
    try PasswordRuleSet.custom(options: $0.passwordRulesOptions)
  },
  "constructor_passwordruleset_find": { try PasswordRuleSet.find(id: $0.id) },
  "method_passwordruleset_check": {
    try $0.passwordRuleSet.check(
      password: $0.passwordInput, confirmation: $0.passwordInput, words: [$0.contextWord])
  },
  "method_passwordruleset_deviations": { try $0.passwordRuleSet.deviations() },
  "method_passwordruleset_generate": { try $0.passwordRuleSet.generate(entropy: $0.entropy) },
  "method_passwordruleset_hash_accepted": {
    try $0.passwordRuleSet.hashAccepted(
      pool: $0.hashPool, password: $0.passwordInput, entropy: $0.entropy,
      confirmation: $0.passwordInput, words: [$0.contextWord], pepper: $0.keyRing)
  },
  "method_passwordruleset_lint": { try $0.passwordRuleSet.lint() },
  "method_passwordruleset_passwordrules": { try $0.passwordRuleSet.passwordrules() },
  "method_passwordruleset_pattern": { try $0.passwordRuleSet.pattern() },
  "method_passwordruleset_requirements": {
    try $0.passwordRuleSet.requirements(typed: $0.passwordInput)
  },
  "method_passwordruleset_rules": { try $0.passwordRuleSet.rules() },
  "constructor_storedhash_parse": { try StoredHash.parse(text: $0.text) },
  "method_storedhash_pepper_id": { $0.storedHash.pepperId() },
  "method_storedhash_policy": { $0.storedHash.policy() },
  "method_storedhash_text": { $0.storedHash.text() },
  "method_contextword_uniffi_trait_display": { $0.contextWord },
  "method_pastpassword_uniffi_trait_display": { $0.pastPassword },
  "method_hashpolicy_meets_owasp": { _ in try cheap.meetsOwasp() },
  "method_hashpreset_policy": { _ in HashPreset.owasp19m.policy() },
]

private let functionsCalls: [String: Call] = [
  "func_charter_gate": {
    try EntKit.charterGate(
      versions: [$0.charterVersion], log: $0.charterLog, profile: .pupil, now: at())
  },
  "func_charter_text_digest": { EntKit.charterTextDigest(text: $0.bytes) },
  "func_export_charter_csv": { try EntKit.exportCharterCsv(logs: [$0.charterLog]) },
  "func_export_charter_jsonl": { try EntKit.exportCharterJsonl(logs: [$0.charterLog]) },
  "func_verify_charter_log": {
    try EntKit.verifyCharterLog(bytes: $0.bytes, expectedHead: $0.text)
  },
  "func_ledger_key": { try EntKit.ledgerKey(subject: $0.id, purpose: .activation) },
  "func_measure_sms": { EntKit.measureSms(text: $0.text) },
  "func_read_sms": { try EntKit.readSms(text: $0.text) },
  "func_parse_email": { try EntKit.parseEmail(text: $0.text) },
  "func_parse_phone_number": { try EntKit.parsePhoneNumber(text: $0.text, region: .fr) },
  "func_parse_unverified_email": { try EntKit.parseUnverifiedEmail(text: $0.text) },
  "func_activation_key": { try EntKit.activationKey(subject: $0.id) },
  "func_ent_of_url": { try EntKit.entOfUrl(url: $0.url) },
  "func_aaf_link": { try EntKit.aafLink(code: $0.text) },
  "func_own_guardian_edge": { _ in try EntKit.ownGuardianEdge(majority: .minor) },
  "func_parse_aaf_relation": { try EntKit.parseAafRelation(text: $0.text) },
  "func_issue_letters": {
    try EntKit.issueLetters(
      people: [$0.letterRequest], zone: $0.zone, context: $0.letterContext, now: at())
  },
  "func_letter_key": { try EntKit.letterKey(subject: $0.id) },
  "func_email_link_key": { try EntKit.emailLinkKey(account: $0.id) },
  "func_derive_login": {
    try EntKit.deriveLogin(style: .givenDotFamily, name: $0.personName, taken: [$0.login])
  },
  "func_derive_logins": {
    try EntKit.deriveLogins(style: .givenDotFamily, names: [$0.personName], taken: [$0.login])
  },
  "func_login_parts": { try EntKit.loginParts(style: .givenDotFamily, login: $0.login) },
  "func_parse_login": { try EntKit.parseLogin(text: $0.login) },
  "func_message_text": { EntKit.messageText(code: $0.text, lang: .fr) },
  "func_pairing_key": { try EntKit.pairingKey(account: $0.id) },
  "func_check_password": {
    try EntKit.checkPassword(
      rules: "educonnect", password: $0.passwordInput, confirmation: $0.passwordInput,
      words: [$0.contextWord])
  },
  "func_password_requirements": {
    try EntKit.passwordRequirements(rules: "educonnect", typed: $0.passwordInput)
  },
  "func_forced_change_exemption": {
    try EntKit.forcedChangeExemption(since: at(), credential: $0.credential)
  },
  "func_compare_password": {
    try EntKit.comparePassword(
      rules: [$0.passwordRuleSet], password: $0.passwordInput, confirmation: $0.passwordInput,
      words: [$0.contextWord])
  },
  "func_lint_password_rules": { try EntKit.lintPasswordRules(options: $0.passwordRulesOptions) },
  "func_password_strength": {
    try EntKit.passwordStrength(password: $0.passwordInput, words: [$0.contextWord])
  },
  "func_age_on": { try EntKit.ageOn(born: $0.text, on: $0.calendarDate, early: true) },
  "func_parse_person_name": {
    try EntKit.parsePersonName(family: $0.text, given: $0.text, usual: $0.text)
  },
  "func_read_birth_date": { try EntKit.readBirthDate(text: $0.text) },
  "func_parse_uai": { try EntKit.parseUai(text: $0.text) },
  "func_parse_uai_lenient": { try EntKit.parseUaiLenient(text: $0.text) },
  "func_registration_of_uai": { try EntKit.registrationOfUai(number: $0.text) },
  "func_academy_code_of_aaf_prefix": { try EntKit.academyCodeOfAafPrefix(prefix: $0.text) },
  "func_academy_code_of_domain": { try EntKit.academyCodeOfDomain(text: $0.text) },
  "func_academy_code_of_trigram": { try EntKit.academyCodeOfTrigram(trigram: $0.text) },
  "func_academy_of_aaf_prefix": { try EntKit.academyOfAafPrefix(prefix: $0.text) },
  "func_academy_of_domain": { try EntKit.academyOfDomain(text: $0.text) },
  "func_academy_of_name": { try EntKit.academyOfName(name: $0.text) },
  "func_academy_of_trigram": { try EntKit.academyOfTrigram(trigram: $0.text) },
  "func_departments_of_academy": { try EntKit.departmentsOfAcademy(code: $0.text) },
  "func_parse_academy": { try EntKit.parseAcademy(code: $0.text) },
  "func_parse_academy_code": { try EntKit.parseAcademyCode(code: $0.text) },
  "func_parse_academy_code_lenient": { try EntKit.parseAcademyCodeLenient(code: $0.text) },
  "func_search_academies": { EntKit.searchAcademies(text: $0.text) },
  "func_parse_academic_authority": { try EntKit.parseAcademicAuthority(code: $0.text) },
  "func_parse_crec": { try EntKit.parseCrec(code: $0.text) },
  "func_parse_local_authority": { try EntKit.parseLocalAuthority(code: $0.text) },
  "func_establishment_kind_of_nature": { EntKit.establishmentKindOfNature(text: $0.text) },
  "func_ministry_of_spelling": { try EntKit.ministryOfSpelling(text: $0.text) },
  "func_read_establishment": {
    try EntKit.readEstablishment(
      uai: $0.text, name: $0.text, kind: $0.text, sector: $0.text, ministry: $0.text)
  },
  "func_sector_of_spelling": { EntKit.sectorOfSpelling(text: $0.text) },
  "func_academic_region_of_name": { try EntKit.academicRegionOfName(name: $0.text) },
  "func_academies_of_academic_region": { try EntKit.academiesOfAcademicRegion(code: $0.text) },
  "func_academies_of_region": { try EntKit.academiesOfRegion(code: $0.text) },
  "func_country_of_name": { try EntKit.countryOfName(name: $0.text) },
  "func_department_of_name": { try EntKit.departmentOfName(name: $0.text) },
  "func_departments_of_academic_region": { try EntKit.departmentsOfAcademicRegion(code: $0.text) },
  "func_departments_of_region": { try EntKit.departmentsOfRegion(code: $0.text) },
  "func_parse_academic_region": { try EntKit.parseAcademicRegion(code: $0.text) },
  "func_parse_country": { try EntKit.parseCountry(code: $0.text) },
  "func_parse_department": { try EntKit.parseDepartment(code: $0.text) },
  "func_parse_region": { try EntKit.parseRegion(code: $0.text) },
  "func_region_of_name": { try EntKit.regionOfName(name: $0.text) },
  "func_search_academic_regions": { EntKit.searchAcademicRegions(text: $0.text) },
  "func_search_countries": { EntKit.searchCountries(text: $0.text) },
  "func_search_departments": { EntKit.searchDepartments(text: $0.text) },
  "func_search_regions": { EntKit.searchRegions(text: $0.text) },
  "func_parse_profile": { try EntKit.parseProfile(system: .sdet, code: $0.text) },
  "func_parse_storage_size": { try EntKit.parseStorageSize(text: $0.text) },
  "func_quota": { _ in try EntKit.quota(limit: 1, used: 1) },
  "func_storage_size": { _ in try EntKit.storageSize(bytes: 1) },
  "func_format_instant": { _ in try EntKit.formatInstant(at: at()) },
  "func_parse_birth_date": { try EntKit.parseBirthDate(text: $0.text) },
  "func_parse_day": { try EntKit.parseDay(text: $0.text) },
  "func_parse_instant": { try EntKit.parseInstant(text: $0.text) },
]

private let portalsCalls: [String: Call] = [
  "constructor_ent_find": { try Ent.find(id: $0.id) },
  "constructor_ent_from_json": { try Ent.fromJson(text: $0.text) },
  "constructor_ent_from_toml": { try Ent.fromToml(text: $0.text) },
  "method_ent_addresses": { $0.ent.addresses() },
  "method_ent_admits_private": { $0.ent.admitsPrivate(profile: .pupil, kind: .ecoleMaternelle) },
  "method_ent_all_services": { $0.ent.allServices() },
  "method_ent_charter_scopes": { $0.ent.charterScopes(profile: .pupil) },
  "method_ent_help": { $0.ent.help(profile: .pupil) },
  "method_ent_hosts": { $0.ent.hosts() },
  "method_ent_id": { $0.ent.id() },
  "method_ent_lifetimes": { $0.ent.lifetimes() },
  "method_ent_my_portals": { try $0.ent.myPortals(person: $0.attachments) },
  "method_ent_name": { $0.ent.name() },
  "method_ent_onboarding_order": { $0.ent.onboardingOrder(profile: .pupil, source: .eduConnect) },
  "method_ent_operator_name": { $0.ent.operatorName() },
  "method_ent_owns": { try $0.ent.owns(url: $0.url) },
  "method_ent_partners": { $0.ent.partners(kind: .ecoleMaternelle) },
  "method_ent_partnership_on": { try $0.ent.partnershipOn(day: $0.calendarDate) },
  "method_ent_partnerships": { $0.ent.partnerships() },
  "method_ent_password_rules": { $0.ent.passwordRules(source: .eduConnect) },
  "method_ent_portal_kinds": { $0.ent.portalKinds(profile: .pupil) },
  "method_ent_portal_url": { try $0.ent.portalUrl(kind: .establishment, key: $0.text) },
  "method_ent_resolve": { try $0.ent.resolve(url: $0.url) },
  "method_ent_services": { $0.ent.services(profile: .pupil, channel: .web) },
  "method_ent_shared_folder_quota": { $0.ent.sharedFolderQuota() },
  "method_ent_mire_asks": { try $0.ent.mireAsks(path: [$0.text]) },
  "method_ent_mire_choices": { try $0.ent.mireChoices(path: [$0.text], level: .ecole) },
  "method_ent_mire_search_en": { $0.ent.mireSearchEn(text: $0.text) },
  "method_ent_mire_search_fr": { $0.ent.mireSearchFr(text: $0.text) },
  "method_ent_recall_choice": {
    try $0.ent.recallChoice(remembered: $0.rememberedChoice, now: at())
  },
  "method_ent_remember_choice": {
    try $0.ent.rememberChoice(
      path: [$0.text], level: .ecole, device: .publicPlace, days: 1, now: at())
  },
  "method_ent_journey": {
    $0.ent.journey(profile: .pupil, source: .eduConnect, facts: $0.onboardingFacts)
  },
  "method_ent_next_step": {
    $0.ent.nextStep(profile: .pupil, source: .eduConnect, facts: $0.onboardingFacts)
  },
  "constructor_rememberedchoice_parse": { try RememberedChoice.parse(text: $0.text) },
  "method_rememberedchoice_chosen_at": { try $0.rememberedChoice.chosenAt() },
  "method_rememberedchoice_ent_id": { try $0.rememberedChoice.entId() },
  "method_rememberedchoice_expires_at": { try $0.rememberedChoice.expiresAt() },
  "method_rememberedchoice_level": { try $0.rememberedChoice.level() },
  "method_rememberedchoice_path": { try $0.rememberedChoice.path() },
  "method_rememberedchoice_text": { try $0.rememberedChoice.text() },
  "method_quota_accepts": { try $0.quota.accepts(bytes: 1) },
  "method_enterror_uniffi_trait_display": { try $0.entError },
  "method_entfileerror_uniffi_trait_display": { try $0.entFileError },
  "method_establishmentkind_is_school": { _ in EstablishmentKind.ecoleMaternelle.isSchool() },
  "method_establishmentkind_level": { _ in EstablishmentKind.ecoleMaternelle.level() },
]
