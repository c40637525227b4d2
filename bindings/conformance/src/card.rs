//! `contact.card`, `contact.wish`, `contact.email_change` and `contact.summary`.

use ent_core::{
    Instant, Lang, PersonName, PhoneNumber, PostalAddress, PupilId, Region, UnverifiedEmail,
};
use ent_prefs::consent::ConsentSource;
use ent_prefs::contact_card::{
    ChildContact, ContactChoice, ContactLine, ContactWish, EmailChange, EmailReach, SchoolPhones,
    SmsReach,
};
use ent_prefs::summary::SummarySms;
use ent_prefs::{
    CardChange, Channel, ConsentEntry, Consents, ContactCard, Defaults, Pace, PhoneSlot,
    Preferences, Purpose, RedList, Scope, Summary, SummarySource, TextVersion,
};
use serde_json::{Map, Value, json};

use crate::{Fault, Read, code};

fn shape<T>(found: Option<T>, what: &str) -> Result<T, Fault> {
    found.ok_or_else(|| Fault::Shape(format!("{what} is not as the suite asks")))
}

fn number(text: &Value) -> Result<PhoneNumber, Fault> {
    PhoneNumber::parse(shape(text.as_str(), "a number")?, Region::FR).map_err(code)
}

fn email(text: &Value) -> Result<UnverifiedEmail, Fault> {
    UnverifiedEmail::parse(shape(text.as_str(), "an address")?).map_err(code)
}

fn wish(text: &Value) -> Result<ContactWish, Fault> {
    ContactWish::parse(shape(text.as_str(), "a wish")?).map_err(code)
}

fn pupil(text: &Value) -> Result<PupilId, Fault> {
    PupilId::parse(shape(text.as_str(), "a child")?).map_err(code)
}

fn slot(change: &Value) -> Result<PhoneSlot, Fault> {
    shape(PhoneSlot::from_code(change.text("slot")?), "a slot")
}

fn phones(school: &Value) -> Result<SchoolPhones, Fault> {
    let given = |key: &str| school.get(key).map(number).transpose();
    Ok(SchoolPhones {
        personal: given("personal")?,
        professional: given("professional")?,
        mobile: given("mobile")?,
    })
}

pub(crate) fn of_child(given: &Value) -> Result<CardChange, Fault> {
    let contact = match given.get("contact").filter(|contact| !contact.is_null()) {
        None => None,
        Some(contact) if contact.as_str() == Some("no_sms") => Some(ContactChoice::NoSms),
        Some(contact) if contact.as_str() == Some("unset") => Some(ContactChoice::Unset),
        Some(contact) => Some(ContactChoice::Number(number(contact)?)),
    };
    let wish = given.get("wish").filter(|wish| !wish.is_null()).map(wish).transpose()?;
    let child = pupil(given.get("child").unwrap_or(&Value::Null))?;
    Ok(CardChange::SetChild { child, contact: ChildContact { contact, wish } })
}

fn changed(card: &ContactCard, change: &Value) -> Result<ContactCard, Fault> {
    let (verb, with) =
        shape(change.as_object().and_then(|change| change.iter().next()), "a change")?;
    let change = match verb.as_str() {
        "import" => return Ok(card.with_school_phones(phones(with)?)),
        "email" | "confirm" | "withdraw_email" | "remove_email" => {
            let change = email_change(verb, with)?;
            return card.change_email(change).map(|step| step.card).map_err(code);
        }
        "set" => CardChange::SetNumber {
            slot: slot(with)?,
            number: number(with.get("number").unwrap_or(&Value::Null))?,
        },
        "confirm_number" => CardChange::ConfirmNumber(number(with)?),
        "remove" => CardChange::RemoveNumber { slot: slot(with)? },
        "choose" => CardChange::ChooseContact(number(with)?),
        "refuse_sms" => CardChange::RefuseSms,
        "clear_contact" => CardChange::ClearContact,
        "wish" => CardChange::SetWish(wish(with)?),
        "clear_wish" => CardChange::ClearWish,
        "child" => of_child(with)?,
        "clear_child" => CardChange::ClearChild { child: pupil(with)? },
        other => return Err(Fault::Shape(format!("change `{other}`"))),
    };
    card.apply(change).map_err(code)
}

fn email_change(verb: &str, with: &Value) -> Result<EmailChange, Fault> {
    match verb {
        "email" => Ok(EmailChange::Ask(email(with)?)),
        "confirm" => Ok(EmailChange::Confirm(email(with)?.confirmed())),
        "withdraw_email" => Ok(EmailChange::Withdraw),
        "remove_email" => Ok(EmailChange::Remove),
        other => Err(Fault::Shape(format!("change `{other}`"))),
    }
}

/// The card of `school` after `changes`, stored and read back.
fn card(case: &Value) -> Result<ContactCard, Fault> {
    let school = case.get("school").unwrap_or(&Value::Null);
    let mut card = ContactCard::new().with_school_phones(phones(school)?);
    for change in case.list("changes")? {
        card = changed(&card, change)?;
    }
    let stored = serde_json::to_vec(&card).map_err(|error| error.to_string())?;
    serde_json::from_slice(&stored).map_err(|error| Fault::Shape(error.to_string()))
}

fn contact(line: &ContactLine) -> Value {
    match line {
        ContactLine::Unset => Value::Null,
        ContactLine::Number(masked) => json!(masked),
        ContactLine::NoSms => json!("no_sms"),
    }
}

pub(crate) fn contact_card(case: &Value) -> Result<Value, Fault> {
    let card = card(case)?;
    let view = card.view();
    let phones: Map<_, _> =
        view.phones.iter().map(|line| (line.slot.code().to_owned(), json!(line.masked))).collect();
    let confirmed: Vec<_> =
        view.phones.iter().filter(|line| line.confirmed).map(|line| line.slot.code()).collect();
    let email =
        view.email.map(|email| json!({ "masked": email.masked, "verified": email.verified }));
    let children = view.children.iter().map(|line| {
        json!({
            "child": line.child.as_str(),
            "contact": match &line.contact {
                Some(ContactLine::Unset) => json!("unset"),
                Some(line) => contact(line),
                None => Value::Null,
            },
            "wish": line.wish.as_ref().map(ContactWish::as_str),
        })
    });
    let about = case.get("about").map(pupil).transpose()?;
    let sms = match card.sms_reach(about.as_ref()) {
        SmsReach::To(number) => number.e164(),
        SmsReach::Unverified => "unverified",
        SmsReach::Refused => "refused",
        SmsReach::Nowhere => "nowhere",
    };
    let mail = match card.email_reach() {
        EmailReach::To(email) => email.email().address(),
        EmailReach::Unverified => "unverified",
        EmailReach::Nowhere => "nowhere",
    };
    Ok(json!({
        "phones": phones,
        "confirmed": confirmed,
        "contact": contact(&view.contact),
        "email": email,
        "asked_email": view.asked_email,
        "wish": card.wish(about.as_ref()).map(ContactWish::as_str),
        "children": children.collect::<Vec<_>>(),
        "sms_reach": sms,
        "email_reach": mail,
    }))
}

pub(crate) fn contact_wish(case: &Value) -> Result<Value, Fault> {
    let times = case.get("times").and_then(Value::as_u64).unwrap_or(1);
    let text = case.text("text")?.repeat(usize::try_from(times).unwrap_or_default());
    let wish = ContactWish::parse(&text).map_err(code)?;
    Ok(json!({ "wish": wish.as_str(), "length": wish.length(), "left": wish.left() }))
}

pub(crate) fn contact_email_change(case: &Value) -> Result<Value, Fault> {
    let mut card = ContactCard::new();
    let mut notices = Vec::new();
    for change in case.list("changes")? {
        let (verb, with) =
            shape(change.as_object().and_then(|change| change.iter().next()), "a change")?;
        let step = card.change_email(email_change(verb, with)?).map_err(code)?;
        (card, notices) = (step.card, step.notices);
    }
    let told = notices.iter().map(|told| {
        json!({
            "kind": told.kind.code(),
            "to": told.to.address(),
            "subject_fr": told.kind.label(Lang::Fr),
            "text_fr": told.text(Lang::Fr),
            "text_en": told.text(Lang::En),
        })
    });
    Ok(json!({
        "notices": told.collect::<Vec<_>>(),
        "email": card.email().map(|email| email.email().address()),
        "asked_email": card.asked_email().map(|email| email.email().address()),
    }))
}

/// `purpose/channel` of a list, agreed to in 2026.
fn granted(case: &Value) -> Result<Consents, Fault> {
    let mut consents = Consents::new();
    for pair in case.get("granted").and_then(Value::as_array).into_iter().flatten() {
        let (purpose, channel) =
            shape(pair.as_str().and_then(|pair| pair.split_once('/')), "a pair")?;
        let purpose = shape(Purpose::from_code(purpose), "a purpose")?;
        let channel = shape(Channel::from_code(channel), "a channel")?;
        let at = Instant::parse("2026-09-01T08:00:00Z").map_err(code)?;
        let (text, source) = (TextVersion::new(1).map_err(code)?, ConsentSource::Onboarding);
        let entry = ConsentEntry::grant(purpose, channel, at, text, source).map_err(code)?;
        consents.record(entry);
    }
    Ok(consents)
}

pub(crate) fn contact_summary(case: &Value) -> Result<Value, Fault> {
    let (card, consents) = (card(case)?, granted(case)?);
    let now = Instant::parse(case.text("now")?).map_err(code)?;
    let name = PersonName::parse(case.text("family")?, case.text("given")?).map_err(code)?;
    let postal = case.get("postal_address").map(|address| {
        let lines = address.list("lines")?.iter().filter_map(Value::as_str);
        PostalAddress::french(lines, address.text("postcode")?, address.text("town")?).map_err(code)
    });
    let mut preferences = Preferences::new();
    if case.flag("everything_off").unwrap_or_default() {
        preferences.switch_off();
    }
    for channel in case.get("off").and_then(Value::as_array).into_iter().flatten() {
        let channel = shape(channel.as_str().and_then(Channel::from_code), "a channel")?;
        preferences.set(None, Scope::EVERY.by(channel), Pace::Off).map_err(code)?;
    }
    let on = case.flag("on_list").unwrap_or_default();
    let red_list = RedList::new().switched(on, now).map_err(code)?;
    let page = Summary::of(
        SummarySource {
            name: &name,
            postal_address: postal.transpose()?.as_ref(),
            card: &card,
            consents: &consents,
            preferences: &preferences,
            defaults: &Defaults::immediate(),
            red_list: &red_list,
        },
        now,
    );
    let sms = |sms: &SummarySms| sms.text(Lang::Fr);
    let children = page.children.iter().map(|line| {
        json!({
            "child": line.child.as_str(),
            "sms_fr": line.sms.as_ref().map(sms),
            "wish": line.wish.as_ref().map(ContactWish::as_str),
        })
    });
    let phones: Map<_, _> =
        page.phones.iter().map(|line| (line.slot.code().to_owned(), json!(line.number))).collect();
    let confirmed: Vec<_> =
        page.phones.iter().filter(|line| line.confirmed).map(|line| line.slot.code()).collect();
    let lines_fr: Vec<_> = page.phones.iter().map(|line| line.text(Lang::Fr)).collect();
    Ok(json!({
        "family": page.family,
        "given": page.given,
        "postal_address": page.postal_address,
        "on_red_list": page.on_red_list,
        "red_list_fr": page.red_list_text(Lang::Fr),
        "email": page.email,
        "asked_email": page.asked_email,
        "email_notifications": page.email_notifications,
        "email_fr": page.email_text(Lang::Fr),
        "email_en": page.email_text(Lang::En),
        "notifications_fr": page.notifications_text(Lang::Fr),
        "phones": phones,
        "confirmed": confirmed,
        "lines_fr": lines_fr,
        "school_fr": page.school_text(Lang::Fr),
        "sms_fr": sms(&page.sms),
        "sms_en": page.sms.text(Lang::En),
        "sms_notifications": page.sms_notifications,
        "wish": page.wish.as_ref().map(ContactWish::as_str),
        "wish_left": page.wish_left,
        "children": children.collect::<Vec<_>>(),
    }))
}
