use super::*;
use crate::contact::parse_unverified_email;
use crate::time::parse_instant;

fn context() -> LinkContext {
    LinkContext::new(Arc::new(LinkPolicy::email_link()), Arc::new(Entropy::seeded(1)))
}

fn at(seconds: i64) -> Timestamp {
    parse_instant("2021-09-01T08:00:00Z").unwrap().plus_seconds(seconds).unwrap()
}

fn base() -> BaseAddress {
    BaseAddress::parse("https://ent.exemple.fr/courriel").unwrap()
}

fn sent(context: &LinkContext) -> (Arc<EmailLink>, Arc<LinkMail>) {
    let fresh = EmailLink::fresh("guardian-1").unwrap();
    let address = parse_unverified_email("Zoe.Canari@exemple.fr").unwrap();
    let previous = parse_unverified_email("zoe@exemple.fr").unwrap().confirmed();
    let step = fresh.request(&address, Some(previous), context, at(0)).unwrap();
    let bytes = step.writes().unwrap()[0].bytes.clone();
    let CommittedLink { link, outcome, .. } = step.commit(true).unwrap();
    assert_eq!(EmailLink::load("guardian-1", bytes).unwrap().version(), link.version());
    let LinkOutcome::SendLink { mail } = outcome else { panic!("{outcome:?}") };
    (link, mail)
}

#[test]
fn an_address_is_confirmed_by_a_button() {
    let context = context();
    let (link, mail) = sent(&context);
    let url = mail.url(&base()).unwrap();
    let token = LinkToken::from_url(&base(), url.clone()).unwrap();
    assert_eq!(token.lookup(), mail.lookup());
    assert_eq!(mail.to().email.address, "Zoe.Canari@exemple.fr");
    let secret = url.rsplit_once('=').unwrap().1;
    assert!(!format!("{mail:?} {token:?} {link:?}").contains(secret));

    let shown = link.inspect(&token, at(60)).unwrap();
    assert_eq!((shown.step, shown.seconds_left), (LinkStep::Pending, 86_340));
    let done = link.confirm(&token, &context, at(60)).unwrap().commit(true).unwrap();
    assert_eq!(done.public_outcome, PublicOutcome::Ok);
    let LinkOutcome::Confirmed { email, notice_to, confirmed_at, account } = done.outcome else {
        panic!()
    };
    assert_eq!(email.email.address, "Zoe.Canari@exemple.fr");
    assert_eq!(notice_to.unwrap().email.address, "zoe@exemple.fr");
    assert_eq!((confirmed_at, account.as_str()), (at(60), "guardian-1"));
    assert_eq!(done.link.inspect(&token, at(61)).unwrap(), closed_link());
    assert_eq!(done.link.view(&context.policy, at(61)).unwrap().step, LinkStep::Confirmed);
}

#[test]
fn a_change_of_the_account_ends_the_link() {
    let context = context();
    let (link, mail) = sent(&context);
    let token = LinkToken::from_url(&base(), mail.url(&base()).unwrap()).unwrap();
    let change = link.account_changed(AccountChange::Grouped, &context, at(1)).unwrap();
    let link = change.commit(true).unwrap().link;
    let refused = link.confirm(&token, &context, at(2)).unwrap().commit(true).unwrap();
    assert_eq!((refused.name.as_str(), link.state().as_str()), ("nothing_pending", "superseded"));
    assert_eq!(link.key(), email_link_key("guardian-1").unwrap());
}

#[test]
fn what_cannot_be_read_is_refused() {
    let context = context();
    let (link, mail) = sent(&context);
    assert_eq!(LinkToken::parse(String::new()).unwrap_err().code(), "email-link/empty");
    let error = LinkToken::from_url(&base(), "https://canary.test".to_owned()).unwrap_err();
    assert_eq!(error.code(), "email-link/other");
    assert!(!format!("{error:?}").contains("canary"));
    let app = BaseAddress::parse("fr.exemple.ent://courriel.exemple.fr").unwrap();
    assert_eq!(mail.url(&app).unwrap_err().code(), "email-link/base");
    let soon = link.resend(&context, at(1)).unwrap().commit(true).unwrap();
    assert_eq!(soon.public_outcome, PublicOutcome::TryLater { seconds: 59 });
    assert_eq!(EmailLink::load("é", Vec::new()).unwrap_err().code(), "id/format");
}
