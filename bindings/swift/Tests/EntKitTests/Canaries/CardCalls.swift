import EntKit
import Foundation

/// The calls of the contact card, the page « Résumé », the red list and postal addresses.
let cardCalls: [String: Call] = [
  "func_parse_contact_wish": { try parseContactWish(text: $0.text) },
  "func_project_card": {
    try projectCard(
      card: $0.contactCard, redList: redList($0), viewer: viewer($0), policy: .preset())
  },
  "func_project_row": {
    try projectRow(row: directoryRow($0), viewer: viewer($0), policy: .preset())
  },
  "func_search_directory": {
    try searchDirectory(
      entries: [DirectoryEntry(row: directoryRow($0), viewer: viewer($0))], query: $0.text,
      region: .fr, policy: .preset(), limit: 20)
  },
  "func_summarise": { try summarise(source: summarySource($0), now: at()) },
  "constructor_redlist_from_json": { try RedList.fromJson(bytes: $0.bytes) },
  "constructor_visibility_with_rules": { _ in
    try Visibility.withRules(rules: [VisibilityRule(role: .staff, off: [.name], on: [.name])])
  },
  "method_contactcard_ask_email": { try $0.contactCard.askEmail(email: $0.unverifiedEmail) },
  "method_contactcard_asked_email": {
    try $0.contactCard.askEmail(email: UnverifiedEmail("autre.canary@exemple.fr"))
      .card.askedEmail()
  },
  "method_contactcard_clear_child": { try $0.contactCard.clearChild(child: $0.id) },
  "method_contactcard_clear_wish": { try $0.contactCard.clearWish() },
  "method_contactcard_confirm_email": { try $0.contactCard.confirmEmail(email: $0.verifiedEmail) },
  "method_contactcard_confirm_number": {
    try $0.contactCard.confirmNumber(number: $0.phoneNumber)
  },
  "method_contactcard_email": { try $0.contactCard.email() },
  "method_contactcard_email_reach": { try $0.contactCard.emailReach() },
  "method_contactcard_remove_email": { try $0.contactCard.removeEmail() },
  "method_contactcard_set_child": {
    try $0.contactCard.setChild(
      child: $0.id, contact: ChildContact(contact: .noSms, wish: contactWish()))
  },
  "method_contactcard_set_wish": { try $0.contactCard.setWish(wish: contactWish()) },
  "method_contactcard_sms_reach": { try $0.contactCard.smsReach(child: $0.id) },
  "method_contactcard_wish": { try $0.contactCard.setWish(wish: contactWish()).wish() },
  "method_contactcard_withdraw_email": { try $0.contactCard.withdrawEmail() },
  "method_contactwish_uniffi_trait_display": { _ in try contactWish() },
  "method_directoryentry_uniffi_trait_display": {
    DirectoryEntry(row: try directoryRow($0), viewer: viewer($0))
  },
  "method_directoryrow_uniffi_trait_display": { try directoryRow($0) },
  "method_postaladdress_checked": { try postal($0).checked() },
  "method_postaladdress_envelope": { try postal($0).envelope().count },
  "method_postaladdress_fits": { try postal($0).fits() },
  "method_postaladdress_uniffi_trait_display": { postal($0) },
  "method_projection_uniffi_trait_display": {
    try projectRow(row: directoryRow($0), viewer: oneself($0), policy: .preset())
  },
  "method_redlist_authorised": {
    try redList($0).authorised(id: $0.id, by: .head, at: at())
  },
  "method_redlist_authorises": { try redList($0).authorises(viewer: viewer($0)) },
  "method_redlist_changed_at": { try redList($0).changedAt() },
  "method_redlist_is_on": { try redList($0).isOn() },
  "method_redlist_revoked": { try redList($0).revoked(id: $0.id) },
  "method_redlist_switched": { try redList($0).switched(on: false, at: at()) },
  "method_redlist_to_json": { try redList($0).toJson() },
  "method_redlist_viewers": { try redList($0).viewers().map(\.by) },
  "method_summary_uniffi_trait_display": { try summarise(source: summarySource($0), now: at()) },
  "method_summarychild_uniffi_trait_display": {
    try summarise(source: summarySource($0), now: at()).children
  },
  "method_summaryphone_uniffi_trait_display": {
    try summarise(source: summarySource($0), now: at()).phones
  },
  "method_summarysmsline_uniffi_trait_display": {
    try summarise(source: summarySource($0), now: at()).sms
  },
  "method_summarysource_uniffi_trait_display": { try summarySource($0) },
  "constructor_visibility_from_json": { try Visibility.fromJson(bytes: $0.bytes) },
  "method_visibility_to_json": { _ in try Visibility.preset().toJson() },
  "method_visibility_fields": { _ in Visibility.preset().fields(role: .pupil, onList: true) },
]

private func contactWish() throws -> ContactWish { try ContactWish("canary, après 18 h") }

private func postal(_ marked: Marked) -> PostalAddress {
  PostalAddress(lines: [marked.text], postcode: "30120", town: marked.text)
}

private func viewer(_ marked: Marked) -> Viewer { Viewer(id: marked.id, role: .staff) }

private func oneself(_ marked: Marked) -> Viewer { Viewer(id: marked.id, role: .oneself) }

private func redList(_ marked: Marked) throws -> RedList {
  try RedList.empty().switched(on: true, at: at()).authorised(id: marked.id, by: .person, at: at())
}

private func directoryRow(_ marked: Marked) throws -> DirectoryRow {
  DirectoryRow(
    name: try marked.personName, classes: [marked.text], postalAddress: postal(marked),
    card: try marked.contactCard.setWish(wish: contactWish()), redList: try redList(marked))
}

private func summarySource(_ marked: Marked) throws -> SummarySource {
  let otherwise = ChildContact(contact: .noSms, wish: try contactWish())
  return SummarySource(
    name: try marked.personName,
    card: try marked.contactCard.setChild(child: marked.id, contact: otherwise),
    consents: try marked.consents, preferences: .empty(), defaults: .immediate(),
    redList: try redList(marked),
    postalAddress: postal(marked))
}
