//! Every text of the program itself, in French and English; the others come from the suite.
//!
//! The no-break space is written `\u{A0}`, the apostrophe ’.

use ent_core::Lang;

/// A text in both languages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text {
    fr: &'static str,
    en: &'static str,
}

impl Text {
    pub(crate) const fn in_lang(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }

    /// The text with its `{}` places filled in order.
    pub(crate) fn fill(self, lang: Lang, values: &[&str]) -> String {
        let mut parts = self.in_lang(lang).split("{}");
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (part, value) in parts.zip(values) {
            text.push_str(value);
            text.push_str(part);
        }
        text
    }
}

macro_rules! texts {
    ($($name:ident: $fr:literal, $en:literal;)*) => {
        $(pub(crate) const $name: Text = Text { fr: $fr, en: $en };)*

        #[cfg(test)]
        const ALL: &[Text] = &[$($name),*];
    };
}

texts! {
    // The program.
    TITLE_TEACHER: "Première connexion d’une enseignante", "A teacher’s first connection";
    TITLE_GUARDIAN: "Activation du compte d’un parent par SMS",
        "Activation of a guardian’s account by text message";
    RESUMED: "Reprise à l’étape où vous en étiez.", "Resuming where you stopped.";
    INTERRUPTED: "Interrompu. Tout ce qui était validé est conservé\u{A0}: relancez le programme pour continuer.",
        "Interrupted. Everything confirmed so far is kept: start the program again to go on.";
    ENDED: "La démarche s’est terminée sans aboutir.", "The procedure ended without success.";
    IO: "Le terminal ou un fichier ne répond pas.", "The terminal or a file does not respond.";
    OTHER_FILE: "Ce fichier n’est pas une base de ce programme. Choisissez-en un autre avec --db.",
        "This file is not a database of this program. Choose another one with --db.";
    KEY_FILE: "Le fichier de clé à côté de la base est illisible.",
        "The key file beside the database cannot be read.";
    DIRECTORY: "Le fichier des personnes de démonstration est illisible.",
        "The file of demonstration people cannot be read.";
    NO_TERMINAL: "Ce programme pose des questions\u{A0}: lancez-le dans un terminal, ou avec --yes.",
        "This program asks questions: run it in a terminal, or with --yes.";
    ERROR: "Erreur", "Error";
    SENT: "CE QUI SERAIT ENVOYÉ", "WHAT WOULD BE SENT";
    NOTHING_SENT: "Côté service\u{A0}: personne n’a ce nom et ce numéro, rien ne serait envoyé. Les écrans restent les mêmes.",
        "Service side: nobody has this name and number, nothing would be sent. The screens stay the same.";
    SMS_TO: "SMS au {}", "Text message to {}";
    EMAIL_TO: "Message électronique à {}", "E-mail to {}";
    CLOCK_AHEAD: "Horloge de démonstration avancée de {} min\u{A0}: il est {} UTC.",
        "Demonstration clock put forward by {} min: it is {} UTC.";
    CLOCK_BAD: "Saisissez + suivi d’un nombre de minutes, de 1 à 1440.",
        "Enter + and a number of minutes, 1 to 1440.";
    COLON: "{}\u{A0}:", "{}:";
    YES: "oui", "yes";
    NO: "non", "no";
    YES_OR_NO: "Répondez par oui ou non.", "Answer yes or no.";
    SELECT_HELP: "↑ ↓ pour choisir, Entrée pour valider", "↑ ↓ to choose, Enter to confirm";

    // The mire.
    MIRE: "Vous voulez vous connecter à l’ENT en tant que", "You want to sign in to the portal as";
    MIRE_THEN: "Précisez votre choix", "Tell us more";
    MIRE_OTHER: "Ce parcours n’est pas joué ici. Choisissez «\u{A0}{}\u{A0}».",
        "This path is not played here. Choose “{}”.";
    SOURCE: "Guichet de connexion", "Signed in by";
    SIGNED_IN: "La connexion au guichet est simulée\u{A0}: {}, {}.",
        "Signing in there is simulated: {}, {}.";

    // The wizard.
    CHARTER_1: "1. L’ENT sert à l’enseignement, à la vie scolaire et aux échanges entre l’établissement et les familles.",
        "1. The portal serves teaching, school life and exchanges between the school and families.";
    CHARTER_2: "2. Votre compte est personnel. Vous gardez votre mot de passe secret et signalez toute utilisation anormale.",
        "2. Your account is personal. You keep your password secret and report any unusual use.";
    CHARTER_3: "3. Vous respectez les personnes, leur image et leurs données, ainsi que le droit d’auteur.",
        "3. You respect people, their image and their data, and copyright.";
    CHARTER_4: "4. L’établissement peut suspendre un accès en cas de manquement, après vous avoir entendu.",
        "4. The school may suspend an access after a breach, once it has heard you.";
    CHARTER_5: "5. Vous pouvez consulter et faire rectifier les données qui vous concernent.",
        "5. You may see and have corrected the data about you.";
    CHARTER_ASK: "J’ai lu et j’accepte ces conditions", "I have read and accept these conditions";
    CHARTER_ACCEPTED: "Charte acceptée.", "Charter accepted.";
    CHARTER_DECLINED: "Sans acceptation de la charte, l’ENT reste fermé. Vous pourrez revenir sur ce choix.",
        "Without acceptance of the charter the portal stays closed. You may change your mind later.";
    PASSWORD_ASK: "Nouveau mot de passe", "New password";
    PASSWORD_AGAIN: "Confirmation", "Confirmation";
    PASSWORD_RULES: "Le mot de passe respecte les règles suivantes", "The password must follow these rules";
    PASSWORD_REFUSED: "Ce mot de passe ne convient pas", "This password is not accepted";
    PASSWORD_KEPT: "Mot de passe enregistré (argon2id, jamais en clair).",
        "Password kept (argon2id, never in clear).";
    CARD_SCHOOL: "Numéros tenus à jour par l’établissement", "Numbers kept up to date by the school";
    CARD_NONE: "Aucun numéro", "No number";
    CARD_OWN: "Numéro complémentaire (facultatif)", "Additional number (optional)";
    OWN_CODE_HELP: "r\u{A0}: renvoyer · Entrée\u{A0}: plus tard", "r: send again · Enter: later";
    OWN_CONFIRMED: "Ce numéro est confirmé.", "This number is confirmed.";
    OWN_LATER: "Ce numéro ne recevra rien tant qu’il n’est pas confirmé.",
        "This number receives nothing until it is confirmed.";
    CARD_EMAIL: "Adresse électronique (facultatif)", "E-mail address (optional)";
    CARD_CONTACT: "Numéro de contact pour les SMS", "Contact number for text messages";
    CARD_NO_SMS: "Ne pas me contacter par SMS", "Do not send me text messages";
    CARD_WISH: "Quand et comment vous joindre\u{A0}? (facultatif, 300 caractères)",
        "When and how to reach you? (optional, 300 characters)";
    PACE_NEWS: "Actualités\u{A0}: à quelle fréquence\u{A0}?", "News: how soon?";
    WHAT_COMES: "Ce que vous recevriez maintenant", "What you would receive now";
    WHAT_COMES_BY: "{}\u{A0}: {}", "{}: {}";
    CONSENT_CHANNEL: "{} ({})", "{} ({})";
    PARTNERS_ARE: "Partenaires d’un établissement de ce type", "Partners of such a school";
    PARTNERS_EMAIL: "Votre adresse et vos numéros ne leur sont jamais transmis.",
        "They are never given your address or your numbers.";
    CONTACT_SAVED: "Contact et préférences enregistrés.", "Contact and preferences saved.";

    // The end of the first journey.
    PORTAL_OPEN: "L’ENT est ouvert", "The portal is open";
    PORTAL_ADDRESS: "Adresse du portail", "Address of the portal";
    PORTAL_DIRECTOR: "Responsable de publication", "Publication director";
    PORTAL_SCHOOL: "Établissement", "School";
    PORTAL_ACADEMY: "Académie", "Académie";

    // The guardian.
    PHONE_ENTRY: "Créer mon compte EduConnect", "Create my EduConnect account";
    PHONE_HINT: "Essayez Delacroix, Noémie, 06 12 34 56 78 (personnage inventé).",
        "Try Delacroix, Noémie, 06 12 34 56 78 (an invented person).";
    FAMILY: "Nom", "Family name";
    GIVEN: "Prénom", "First name";
    MOBILE: "Mobile communiqué à l’établissement", "Mobile number given to the school";
    CODE_ENTRY: "Code de validation", "Validation code";
    CODE_SENT: "Si ces informations sont celles de l’établissement, un code a été envoyé au {}. Il reste {} min.",
        "If this is what the school knows, a code was sent to {}. {} min left.";
    CODE_ASK: "Code reçu par SMS", "Code received";
    CODE_HELP: "r\u{A0}: renvoyer · t\u{A0}: changer de numéro · +31\u{A0}: attendre 31 minutes",
        "r: send again · t: change the number · +31: wait 31 minutes";
    CODE_LEFT: "Essais restants\u{A0}: {}", "Attempts left: {}";
    BACK_TO_PHONE: "Ce code ne peut plus servir. Retour à la saisie du numéro.",
        "This code is of no use any more. Back to the number.";
    CHANGE_PHONE: "Retour à la saisie du numéro.", "Back to the number.";
    WAITING: "Attente de {} s.", "Waiting {} s.";
    WAIT_ASK: "Réessayez après l’attente", "Try again after the wait";
    WAIT_HELP: "Entrée\u{A0}: réessayer · +1\u{A0}: attendre une minute · t\u{A0}: changer de numéro",
        "Enter: try again · +1: wait one minute · t: change the number";
    CHILDREN: "Vos enfants", "Your children";
    CHILDREN_HELP: "Saisissez la date de naissance de chaque enfant, ou signalez un rattachement erroné.",
        "Enter the birth date of each child, or report a wrong attachment.";
    CHILD_MINE: "{}\u{A0}: je suis le représentant légal de cet élève", "{}: I am the legal guardian of this pupil";
    CHILD_BORN: "Date de naissance ({})", "Birth date ({})";
    CHILD_BORN_HELP: "JJ/MM/AAAA · +31\u{A0}: attendre 31 minutes",
        "DD/MM/YYYY · +31: wait 31 minutes";
    CHILDREN_LEFT: "Essais restants\u{A0}: {}", "Attempts left: {}";
    LOGIN: "Votre identifiant", "Your identifier";
    LOGIN_NOTE: "Notez-le\u{A0}: il vous servira à chaque connexion.",
        "Note it: you will sign in with it.";
    CREATE_PASSWORD: "Créer mon mot de passe", "Create my password";
    ACTIVATED: "Votre compte est désormais activé", "Your account is now active";
    ATTACHED: "Enfants rattachés", "Children attached";
    DISPUTED: "Rattachement contesté, transmis à l’établissement",
        "Attachment disputed, passed on to the school";
    NOBODY: "aucun", "none";
    SESSION_OVER: "Trop de temps a passé. La démarche reprend au début.",
        "Too much time has passed. The procedure starts again.";
    CONTACT_SCHOOL: "L’activation s’arrête ici. Veuillez contacter l’établissement.",
        "The activation ends here. Please contact the school.";

    // The command line.
    ABOUT: "Première connexion à un ENT, jouée dans un terminal",
        "A first connection to a French school portal, played in a terminal";
}

/// The charter, article by article.
pub(crate) const CHARTER: [Text; 5] = [CHARTER_1, CHARTER_2, CHARTER_3, CHARTER_4, CHARTER_5];

/// About the program, for its command line.
pub const ABOUT_FR: &str = ABOUT.in_lang(Lang::Fr);

/// Words of the command line, in French like everything else by default.
pub mod help {
    /// `--lang`.
    pub const LANG: &str = "Langue\u{A0}: fr ou en";
    /// `--yes`.
    pub const YES: &str =
        "Joue toute la démarche sans clavier, avec un hasard et une horloge fixes";
    /// `--json`.
    pub const JSON: &str = "Écrit un objet JSON par étape (avec --yes)";
    /// `--story`.
    pub const STORY: &str = "Histoire jouée par --yes";
    /// `--journey`.
    pub const JOURNEY: &str = "Parcours à jouer";
    /// `--db`.
    pub const DB: &str = "Fichier SQLite des états";
    /// `--reset`.
    pub const RESET: &str = "Efface le fichier et sa clé avant de commencer";
    /// `--help`.
    pub const HELP: &str = "Affiche cette aide";
    /// `--version`.
    pub const VERSION: &str = "Affiche la version";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_places_and_french_its_signs() {
        for text in ALL {
            assert_eq!(text.fr.matches("{}").count(), text.en.matches("{}").count(), "{text:?}");
            assert!(!text.fr.contains('\''), "{}: use ’", text.fr);
            for sign in [" :", " ;", " ?", " !", "« ", " »"] {
                assert!(!text.fr.contains(sign), "{}: no-break space missing", text.fr);
            }
        }
    }

    #[test]
    fn places_are_filled_in_order() {
        assert_eq!(SIGNED_IN.fill(Lang::En, &["A", "B"]), "Signing in there is simulated: A, B.");
    }
}
